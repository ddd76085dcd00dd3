const EVERY_MS = 5_000;

/** What counts what still waits; answers also while its store is away. */
interface Counted {
  countPending(): Promise<number>;
}

/** Keeps counts at hand that a store is asked for, so that a status needs no promise. */
export class PendingCounts {
  #logouts = 0;
  #deletions = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly queues: { readonly logouts: Counted; readonly deletions: Counted | undefined }) {}

  get logouts(): number {
    return this.#logouts;
  }

  get deletions(): number {
    return this.#deletions;
  }

  start(): void {
    this.#timer = setInterval(() => void this.count(), EVERY_MS).unref();
    void this.count();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Counts now. */
  async count(): Promise<void> {
    const { logouts, deletions } = this.queues;
    this.#logouts = await logouts.countPending();
    this.#deletions = (await deletions?.countPending()) ?? 0;
  }
}
