import { hash } from 'node:crypto';

const MINUTE = 60_000_000;
/** The statement that sums up moments uses the same one. */
export const MARK_MODULUS = 2_147_483_647;

interface Change {
  /** Microseconds since 1970 by the database's clock. */
  readonly at: number;
  readonly version: number;
}

/** What changed of late, by the minute in which it did: sessions that ended, or the rights of people. */
export class RecentChanges {
  readonly #changes = new Map<string, Change>();
  readonly #minutes = new Map<number, Map<string, Change>>();
  readonly #digest = new Uint32Array(4);
  /** Every request of the feed asks, from few moments. */
  readonly #counts = new Map<number, number>();

  /** @param spell what the name of the whole is made of, for each member */
  constructor(private readonly spell: (id: string, version: number) => string = (id) => id) {}

  get size(): number {
    return this.#changes.size;
  }

  /** The same for the same members, in whatever order they came. */
  get name(): string {
    return `${Buffer.from(this.#digest.buffer).toString('base64url')}-${this.size.toString(36)}`;
  }

  has(id: string): boolean {
    return this.#changes.has(id);
  }

  /** The version that a member has; undefined if it did not change of late. */
  versionOf(id: string): number | undefined {
    return this.#changes.get(id)?.version;
  }

  /** Adds those that are not known so yet, and answers which. */
  add(ids: readonly string[], times: readonly number[], versions?: readonly number[]): string[] {
    const news: string[] = [];
    for (const [index, id] of ids.entries()) {
      const change = { at: times[index]!, version: versions?.[index] ?? 0 };
      const known = this.#changes.get(id);
      if (known?.at === change.at && known.version === change.version) continue;
      if (known !== undefined) this.#remove(id, known);
      this.#put(id, change);
      news.push(id);
    }
    return news;
  }

  /** Drops the minutes that were over at that moment; whole ones, so that every replica drops the same. */
  dropBefore(moment: number): boolean {
    const before = this.size;
    for (const [minute, changes] of this.#minutes) {
      if ((minute + 1) * MINUTE > moment) continue;
      for (const [id, change] of changes) this.#remove(id, change);
    }
    return this.size < before;
  }

  /** How many changed after the moment. */
  count(after: number): number {
    const known = this.#counts.get(after);
    if (known !== undefined) return known;
    let count = 0;
    for (const [minute, changes] of this.#minutes) {
      if (minute * MINUTE > after) count += changes.size;
      else if ((minute + 1) * MINUTE > after) for (const { at } of changes.values()) if (at > after) count += 1;
    }
    this.#counts.set(after, count);
    return count;
  }

  /** One number for what changed after the one moment, up to and with the other: any other change makes another one. */
  mark(after: number, upTo: number): number {
    let sum = 0;
    for (const [minute, changes] of this.#minutes) {
      if ((minute + 1) * MINUTE <= after || minute * MINUTE > upTo) continue;
      for (const { at } of changes.values()) if (at > after && at <= upTo) sum += at % MARK_MODULUS;
    }
    return sum;
  }

  /** Those that changed after the moment; without one, all. */
  ids(after = 0): string[] {
    return after === 0 ? [...this.#changes.keys()] : Array.from(this.#since(after), ([id]) => id);
  }

  /** The same, each with its version. */
  pairs(after = 0): [string, number][] {
    return Array.from(after === 0 ? this.#changes : this.#since(after), ([id, { version }]) => [id, version]);
  }

  *#since(after: number): Generator<readonly [string, Change]> {
    for (const [minute, changes] of this.#minutes) {
      if ((minute + 1) * MINUTE <= after) continue;
      for (const member of changes) if (member[1].at > after) yield member;
    }
  }

  #put(id: string, change: Change): void {
    const minute = Math.floor(change.at / MINUTE);
    const changes = this.#minutes.get(minute) ?? new Map<string, Change>();
    this.#minutes.set(minute, changes.set(id, change));
    this.#changes.set(id, change);
    this.#blend(this.spell(id, change.version));
    this.#counts.clear();
  }

  #remove(id: string, { at, version }: Change): void {
    const minute = Math.floor(at / MINUTE);
    const changes = this.#minutes.get(minute)!;
    changes.delete(id);
    if (changes.size === 0) this.#minutes.delete(minute);
    this.#changes.delete(id);
    this.#blend(this.spell(id, version));
    this.#counts.clear();
  }

  // An exclusive or of digests knows no order, and takes out what it put in.
  #blend(text: string): void {
    const digest = hash('sha256', text, 'buffer');
    for (let i = 0; i < 4; i++) this.#digest[i]! ^= digest.readUInt32LE(i * 4);
  }
}
