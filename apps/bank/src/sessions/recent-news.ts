/** Milliseconds of news that count as one: readings are frequent, and each moment costs an answer of its own at most. */
const GATHERED_MS = 500;
/** So many at least, hence some seconds: longer than a reader that is up to date may be behind. */
const REMEMBERED = 16;
/** Milliseconds for which a replica's answers may lack what was committed long after it told the time. */
export const LATE_MS = 2000;

/** What readings brought, shortly after one another. */
export interface NewsBatch {
  /** Milliseconds since 1970 by the database's clock: none of it was committed later. */
  readonly seen: number;
  readonly sids: readonly string[];
  readonly subs: readonly string[];
}

/**
 * The last readings that brought news. A reader that knows everything up to a moment knows all that was seen well before it,
 * so it is told no more than came since: also right after fifty thousand changes at once.
 */
export class RecentNews {
  #batches: NewsBatch[] = [];
  /** When the first of the last batch was seen. */
  #begun = 0;

  /** What was seen up to a moment came all at once: nobody can be told a part of it. */
  restart(seen: number): void {
    this.#batches = [{ seen, sids: [], subs: [] }];
  }

  add({ seen, sids, subs }: NewsBatch): void {
    const last = this.#batches.at(-1)!;
    if (this.#batches.length > 1 && seen - this.#begun < GATHERED_MS) {
      const gathered = { seen, sids: [...last.sids, ...sids], subs: [...last.subs, ...subs] };
      return void this.#batches.splice(-1, 1, gathered);
    }
    this.#begun = seen;
    this.#batches.push({ seen, sids, subs });
    if (this.#batches.length > REMEMBERED + 1) this.#batches.shift();
  }

  /**
   * The earliest moment that is as good as this one: who knows everything up to it lacks what {@link after} returns for it.
   * Undefined if that is not remembered.
   */
  floor(moment: number): number | undefined {
    const known = this.#batches.findLast(({ seen }) => seen + LATE_MS < moment);
    return known && known.seen + LATE_MS + 1;
  }

  /** What somebody lacks who knows everything up to that moment; undefined if that is not remembered. */
  after(moment: number): Omit<NewsBatch, 'seen'> | undefined {
    if (this.floor(moment) === undefined) return undefined;
    const lacking = this.#lacking(moment);
    return { sids: lacking.flatMap(({ sids }) => sids), subs: lacking.flatMap(({ subs }) => subs) };
  }

  /** How many these are. */
  count(moment: number): number {
    return this.#lacking(moment).reduce((sum, { sids, subs }) => sum + sids.length + subs.length, 0);
  }

  #lacking(moment: number): readonly NewsBatch[] {
    return this.#batches.filter(({ seen }) => seen + LATE_MS >= moment);
  }
}
