import type { AccessTokenClaims } from '../contract/access-token.js';
import { silentLog, type Log } from '../log/log.js';
import { needsNewerRights } from '../request/caller-rights.rules.js';
import type { RevocationNews } from '../revocations/revocation-news.js';
import type { RevokedSessions } from '../revocations/revoked-sessions.js';
import { ExpiryClock } from './expiry-clock.js';
import { endOf, type SessionEnd } from './session-end.rules.js';

/** Is told once why something that stays open must end. */
export type EndListener = (end: SessionEnd) => void;

/** A session for which something is open. */
interface Watched {
  /** Of the newest token of the session that was seen here. */
  claims: AccessTokenClaims;
  readonly listeners: Set<EndListener>;
}

/**
 * Tells what stays open (a stream, a WebSocket) when its session ends, when the person's rights change, or when the time of
 * the newest token seen here is over. One timer serves all; a piece of news costs as much as it names.
 */
export class SessionWatch {
  readonly #sessions = new Map<string, Watched>();
  /** The watched sessions of each person. */
  readonly #sidsOf = new Map<string, Set<string>>();
  readonly #clock = new ExpiryClock((sids) => {
    for (const sid of sids) this.#end(sid, { code: 'token_expired' });
  });

  constructor(
    private readonly revoked: RevokedSessions,
    private readonly log: Log = silentLog,
  ) {
    revoked.onNews((news) => this.#take(news));
  }

  /** How many sessions are watched. */
  get size(): number {
    return this.#sessions.size;
  }

  /**
   * Calls the listener once, when what the token allowed is over; soon, if it is already. Errors of the listener are logged.
   * @returns forgets the listener; to be called when what was open has closed by itself
   */
  watch(claims: AccessTokenClaims, listener: EndListener): () => void {
    const end = endOf(claims, this.revoked, Date.now());
    // Not before this returns: the listener may be about to use what it gets here.
    if (end !== undefined) return soon(() => this.#tell(listener, end));
    const watched = this.#sessions.get(claims.sid) ?? this.#open(claims);
    this.renew(claims);
    // Of its own, so that the same listener may be given twice.
    const own: EndListener = (given) => listener(given);
    watched.listeners.add(own);
    return () => {
      if (watched.listeners.delete(own) && watched.listeners.size === 0) this.#forget(claims.sid, watched);
    };
  }

  /** A token of a caller has passed every check: if it is newer, it keeps what is open for its session. Asked on every request. */
  renew(claims: AccessTokenClaims): void {
    if (this.#sessions.size === 0) return;
    const watched = this.#sessions.get(claims.sid);
    if (watched === undefined || claims.exp <= watched.claims.exp || claims.sub !== watched.claims.sub) return;
    this.#clock.move(claims.sid, watched.claims.exp, claims.exp);
    watched.claims = claims;
  }

  /** Forgets all that is watched, and tells nobody. */
  close(): void {
    this.#clock.clear();
    this.#sessions.clear();
    this.#sidsOf.clear();
  }

  #take({ sids, rights }: RevocationNews): void {
    if (this.#sessions.size === 0) return;
    for (const sid of sids) this.#end(sid, { code: 'session_ended' });
    for (const [sub] of rights)
      for (const sid of this.#sidsOf.get(sub) ?? []) {
        if (needsNewerRights(this.#sessions.get(sid)!.claims, this.revoked)) this.#end(sid, { code: 'renew_required' });
      }
  }

  #open(claims: AccessTokenClaims): Watched {
    const watched: Watched = { claims, listeners: new Set() };
    this.#sessions.set(claims.sid, watched);
    const sids = this.#sidsOf.get(claims.sub) ?? new Set();
    this.#sidsOf.set(claims.sub, sids.add(claims.sid));
    this.#clock.add(claims.sid, claims.exp);
    return watched;
  }

  #forget(sid: string, watched: Watched): void {
    if (this.#sessions.get(sid) !== watched) return;
    const { sub, exp } = watched.claims;
    this.#sessions.delete(sid);
    this.#clock.delete(sid, exp);
    const sids = this.#sidsOf.get(sub);
    sids?.delete(sid);
    if (sids?.size === 0) this.#sidsOf.delete(sub);
  }

  #end(sid: string, end: SessionEnd): void {
    const watched = this.#sessions.get(sid);
    if (watched === undefined) return;
    this.#forget(sid, watched);
    const listeners = [...watched.listeners];
    // Whoever forgets one of the others meanwhile is heeded.
    for (const listener of listeners) if (watched.listeners.delete(listener)) this.#tell(listener, end);
  }

  #tell(listener: EndListener, end: SessionEnd): void {
    try {
      listener(end);
    } catch (error) {
      this.log.error(`what was to close with its session has failed: ${(error as Error).message}`);
    }
  }
}

function soon(work: () => void): () => void {
  let isForgotten = false;
  queueMicrotask(() => {
    if (!isForgotten) work();
  });
  return () => (isForgotten = true);
}
