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

  /** Why a session that was alive is over, or its person's rights are others now. */
  endOf({ sid, sub, rv }: Caller['claims']): 'session_ended' | 'renew_required' | undefined {
    if (this.#feed.names(sid) || this.#revokedHere.has(sid)) return 'session_ended';
    const inForce = this.#feed.rightsOf(sub);
    return rv !== undefined && inForce !== undefined && rv < inForce ? 'renew_required' : undefined;
  }

  /** @param bound seconds that the route bears between now and the last proof that the session lived */
  requireActive({ claims }: Caller, bound: number): void {
    const end = this.endOf(claims);
    if (this.#facts.has('revoked') && end === 'session_ended') throw new ProblemError(401, end);
    // Newer rights are in a newer token; one of version 1 has none that could be newer.
    if (this.#facts.has('rights in force') && end === 'renew_required') throw new ProblemError(401, end);
    // A token that was just issued is itself a proof that its session lives.
    const tokenAge = this.#facts.has('age of the token') ? Date.now() / 1_000 - claims.iat : Infinity;
    if (Math.min(this.#feed.age(), tokenAge) > bound) throw new ProblemError(401, 'renew_required');
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
