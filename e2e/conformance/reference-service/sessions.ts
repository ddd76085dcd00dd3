import { ProblemError, type Facts } from './checks.ts';
import { FeedFollower } from './feed.ts';
import type { Caller } from './transport.ts';

/** What a service knows of sessions that are over: what the feed said, and its own logouts. */
export class Sessions {
  readonly #facts: Facts;
  readonly #feed: FeedFollower;
  readonly #revokedHere = new Set<string>();

  /** @param onDeleted is told of each person whose account is deleted */
  constructor(facts: Facts, onDeleted: (sub: string) => void) {
    this.#facts = facts;
    this.#feed = new FeedFollower(facts, onDeleted);
  }

  start(): void {
    this.#feed.start();
  }

  stop(): void {
    this.#feed.stop();
  }

  /** @param bound seconds that the route bears between now and the last proof that the session lived */
  requireActive({ claims }: Caller, bound: number): void {
    const isOver = this.#feed.names(claims.sid) || this.#revokedHere.has(claims.sid);
    if (this.#facts.has('revoked') && isOver) throw new ProblemError(401, 'session_ended');
    this.#requireRights(claims);
    // A token that was just issued is itself a proof that its session lives.
    const tokenAge = this.#facts.has('age of the token') ? Date.now() / 1_000 - claims.iat : Infinity;
    if (Math.min(this.#feed.age(), tokenAge) > bound) throw new ProblemError(401, 'renew_required');
  }

  /** Newer rights are in a newer token; one of version 1 has none that could be newer. */
  #requireRights({ sub, rv }: Caller['claims']): void {
    const inForce = this.#feed.rightsOf(sub);
    const isOlder = rv !== undefined && inForce !== undefined && rv < inForce;
    if (this.#facts.has('rights in force') && isOlder) throw new ProblemError(401, 'renew_required');
  }

  end({ claims, token }: Caller): void {
    if (this.#facts.has('logout ends here')) this.#revokedHere.add(claims.sid);
    if (this.#facts.has('logout is told')) void this.#tell(token);
  }

  async #tell(token: string): Promise<void> {
    const headers = { authorization: `Bearer ${token}` };
    for (let pause = 100; ; pause = Math.min(pause * 2, 2_000)) {
      const told = await fetch(`${this.#facts.bankUrl}/api/logout`, { method: 'POST', headers }).catch(() => undefined);
      if (told?.ok === true || this.#feed.isStopped) return;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
