/** A wall clock may be set while a timer runs by another one: it is looked at this often at least. */
const LOOK_EVERY_MS = 5_000;

/** Tells which of many things are over, by one timer for all; each ends on a whole second. */
export class ExpiryClock {
  /** By the second since 1970 at which they are over. */
  readonly #due = new Map<number, Set<string>>();
  #timer: NodeJS.Timeout | undefined;
  #firesAt = Infinity;

  /** @param onOver is given those whose time is over; they are forgotten by then */
  constructor(private readonly onOver: (ids: ReadonlySet<string>) => void) {}

  add(id: string, exp: number): void {
    const ids = this.#due.get(exp) ?? new Set();
    this.#due.set(exp, ids.add(id));
    this.#runUntil(exp * 1000);
  }

  delete(id: string, exp: number): void {
    const ids = this.#due.get(exp);
    ids?.delete(id);
    if (ids?.size === 0) this.#due.delete(exp);
    if (this.#due.size === 0) this.#stop();
  }

  move(id: string, from: number, to: number): void {
    this.delete(id, from);
    this.add(id, to);
  }

  clear(): void {
    this.#due.clear();
    this.#stop();
  }

  /** @param at milliseconds since 1970 */
  #runUntil(at: number): void {
    if (at >= this.#firesAt) return;
    clearTimeout(this.#timer);
    const now = Date.now();
    this.#firesAt = Math.min(at, now + LOOK_EVERY_MS);
    this.#timer = setTimeout(() => this.#look(), Math.max(1, this.#firesAt - now)).unref();
  }

  #look(): void {
    this.#stop();
    const now = Date.now();
    for (const [exp, ids] of this.#due) {
      if (exp * 1000 > now) continue;
      this.#due.delete(exp);
      this.onOver(ids);
    }
    if (this.#due.size > 0) this.#runUntil(Math.min(...this.#due.keys()) * 1000);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#firesAt = Infinity;
  }
}
