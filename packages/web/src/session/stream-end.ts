import type { MeAnswer } from '@latchkey/verifier/contract';
import { ApiError } from '../http/api.errors.js';
import { isStillThere } from './session-expiry.rules.js';
import type { Site } from './site-context.js';
import type { StreamEndCode } from './stream.rules.js';

/** A logout in this browser is told by a cookie too, at about the same time; what that shows comes first. */
const COOKIE_LINGERS_MS = 300;

/** `iat` and `Date` are whole seconds: a stream for a token that is about to expire would be refused. */
const ROUNDING_MS = 2_000;

/** What a page does once a stream has ended. */
export interface StreamEnd {
  /** The service holds no stream for the token of this answer any more. */
  isOver: (me: MeAnswer) => boolean;
  /**
   * Does what the end of a stream asks for.
   *
   * @param isFirst - this tab held the stream; the others are told by it
   */
  take: (code: StreamEndCode, sid: string, isFirst: boolean) => Promise<void>;
  /** Another tab got a new token, which this one may wait for. */
  takeRenewed: (sid: string) => Promise<void>;
}

/**
 * @param tellRenewed - tells the other tabs that there is a new token
 */
export function createStreamEnd(site: Site, tellRenewed: (sid: string) => void): StreamEnd {
  const { facts, session, renewal, age, presence } = site;
  let over: { sid: string; iat: number } | undefined;

  function known() {
    const state = session.state();
    return state.status === 'authenticated' ? state.me : undefined;
  }

  async function renew(): Promise<void> {
    const outcome = await renewal.renew(0);
    // Any other error leaves the page alone: the banner says that the bank is away, and the next use tries again.
    if (outcome.kind === 'refused') await session.end(outcome.error);
  }

  /** Whether somebody has used the page since the token was issued: then its end is no reason to wait. */
  function isInUse(): boolean {
    if (document.visibilityState !== 'visible') return false;
    return isStillThere(presence.sinceUse(), age.now() ?? 0, facts.sessionIdleMs);
  }

  function isOver({ sid, iat, exp }: MeAnswer): boolean {
    const isExpired = (age.now() ?? 0) >= (exp - iat) * 1000 - ROUNDING_MS;
    return isExpired || (over?.sid === sid && iat <= over.iat);
  }

  renewal.subscribe(() => {
    const me = known();
    if (me === undefined || renewal.failedAt() !== undefined) return;
    over = undefined;
    tellRenewed(me.sid);
  });

  return {
    isOver,
    async take(code, sid, isFirst) {
      const me = known();
      if (me?.sid !== sid) return;
      over = { sid, iat: me.iat };
      if (code === 'session_ended') {
        await new Promise((resolve) => setTimeout(resolve, COOKIE_LINGERS_MS));
        if (known()?.sid === sid) await session.end(endedError());
      }
      // Once for all tabs, and whether somebody is there or not: it is the bank that changed the rights, and seldom.
      else if (code === 'renew_required' ? isFirst : isInUse()) await renew();
    },
    async takeRenewed(sid) {
      const me = known();
      if (me?.sid !== sid || !isOver(me)) return;
      over = undefined;
      await session.refresh();
    },
  };
}

function endedError(): ApiError {
  return new ApiError({ status: 401, code: 'session_ended', detail: 'Your login has ended.' });
}
