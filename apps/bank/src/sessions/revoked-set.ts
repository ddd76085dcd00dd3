import { hash } from 'node:crypto';

const MINUTE = 60_000_000;

/** Sessions that ended, by the minute in which they did. Times are microseconds since 1970 by the database's clock. */
export class RevokedSet {
  readonly #minutes = new Map<number, Map<string, number>>();
  readonly #ended = new Map<string, number>();
  // Etags of sets that held all of the present one, and of what has lapsed since.
  readonly #lapsed = new Set<string>();
  readonly #digest = new Uint32Array(4);
  #etag = this.#named();

  get size(): number {
    return this.#ended.size;
  }

  /** The same for the same set, in whatever order its members came. */
  get etag(): string {
    return this.#etag;
  }

  has(sid: string): boolean {
    return this.#ended.has(sid);
  }

  /** Whether the reader of the set of this etag lacks nothing: it may hold more, which has lapsed. */
  isCoveredBy(etag: string): boolean {
    return etag === this.#etag || this.#lapsed.has(etag);
  }

  /** Adds those that are not known yet, and answers whether there were any. */
  add(sids: readonly string[], ends: readonly number[]): boolean {
    const before = this.#ended.size;
    for (const [index, sid] of sids.entries()) if (!this.#ended.has(sid)) this.#put(sid, ends[index]!);
    if (this.#ended.size === before) return false;
    this.#lapsed.clear();
    this.#etag = this.#named();
    return true;
  }

  /** Drops the minutes that were over at that moment; whole ones, so that every replica drops the same. */
  dropBefore(moment: number): void {
    const before = this.#ended.size;
    for (const [minute, members] of this.#minutes) {
      if ((minute + 1) * MINUTE > moment) continue;
      this.#minutes.delete(minute);
      for (const sid of members.keys()) this.#forget(sid);
    }
    if (this.#ended.size === before) return;
    this.#lapsed.add(this.#etag);
    this.#etag = this.#named();
  }

  /** How many ended after the one moment, up to and including the other. */
  count(after: number, upTo: number): number {
    let count = 0;
    for (const ended of this.#since(after)) if (ended[1] <= upTo) count++;
    return count;
  }

  /** Those that ended after the moment; without one, all. */
  sids(after = 0): string[] {
    if (after === 0) return [...this.#ended.keys()];
    return Array.from(this.#since(after), ([sid]) => sid);
  }

  *#since(after: number): Generator<readonly [string, number]> {
    for (const [minute, members] of this.#minutes) {
      if ((minute + 1) * MINUTE <= after) continue;
      for (const member of members) if (member[1] > after) yield member;
    }
  }

  #put(sid: string, ended: number): void {
    const minute = Math.floor(ended / MINUTE);
    const members = this.#minutes.get(minute) ?? new Map<string, number>();
    this.#minutes.set(minute, members.set(sid, ended));
    this.#ended.set(sid, ended);
    this.#blend(sid);
  }

  #forget(sid: string): void {
    this.#ended.delete(sid);
    this.#blend(sid);
  }

  // An exclusive or of digests knows no order, and takes out what it put in.
  #blend(sid: string): void {
    const digest = hash('sha256', sid, 'buffer');
    for (let i = 0; i < 4; i++) this.#digest[i]! ^= digest.readUInt32LE(i * 4);
  }

  #named(): string {
    return `${Buffer.from(this.#digest.buffer).toString('base64url')}-${this.#ended.size.toString(36)}`;
  }
}
