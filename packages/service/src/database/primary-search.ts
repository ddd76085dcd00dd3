import { placeOf } from '../config/database-hosts.rules.js';
import type { DatabaseHost } from '../config/database-hosts.rules.js';
import { ReadOnlyDatabaseError } from '../problem/database.errors.js';
import { isRefused } from './describe-database-error.js';

/** Of several servers the one that takes writes: found by asking all at once, and remembered until it fails. */
export class PrimarySearch {
  #known: DatabaseHost | undefined;
  #underway: Promise<DatabaseHost> | undefined;

  constructor(private readonly hosts: readonly DatabaseHost[]) {}

  /**
   * The server that took writes when it was asked last.
   *
   * @param ask resolves if a server takes writes
   * @throws what tells most, if none does
   */
  async find(ask: (host: DatabaseHost) => Promise<unknown>): Promise<DatabaseHost> {
    if (this.#known !== undefined) return this.#known;
    this.#underway ??= this.#askAll(ask).finally(() => (this.#underway = undefined));
    this.#known = await this.#underway;
    return this.#known;
  }

  /** It failed: the next who connects asks all again. */
  forget(place: string): void {
    if (this.#known !== undefined && placeOf(this.#known) === place) this.#known = undefined;
  }

  // All at once: one that answers nothing would cost each the whole time that a connection may take.
  async #askAll(ask: (host: DatabaseHost) => Promise<unknown>): Promise<DatabaseHost> {
    try {
      return await Promise.any(this.hosts.map((host) => ask(host).then(() => host)));
    } catch (error) {
      throw (error as AggregateError).errors.toSorted((one, other) => weightOf(one) - weightOf(other))[0];
    }
  }
}

// A standby will be promoted; one that is away comes back; a login that one of them refuses may be right at another.
function weightOf(error: unknown): number {
  if (error instanceof ReadOnlyDatabaseError) return 0;
  return isRefused(error) ? 2 : 1;
}
