import type { MeAnswer } from '@latchkey/auth/contract';
import { asFault } from '../http/api.errors.js';
import { exchange } from '../http/request.js';
import type { Session } from './session.client.js';
import { untilNewsDue } from './session-poll.rules.js';
import type { NewsCause } from './session-poll.rules.js';
import type { TokenAge } from './token-age.js';

/** What a page learns of its session without renewing it: others renew and end it too, and machines sleep. */
export interface SessionNews {
  /** Asks the service, whose clock and whose sight of the newest token count. */
  ask: () => Promise<void>;
  /** Time until it should be asked for this cause, milliseconds; `Infinity` if that is done or would be in vain. */
  untilDueMs: (cause: NewsCause) => number;
  /** No renewal by somebody else can have been missed. */
  isCertain: () => boolean;
}

/** News of the session of a page, learned by `age`. */
export function createSessionNews({ session, age }: { session: Session; age: TokenAge }): SessionNews {
  let failedAt = -Infinity;
  let isCertain = true;

  function tokenLifeMs(): number {
    const state = session.state();
    return state.status === 'known' ? (state.me.exp - state.me.iat) * 1000 : 0;
  }

  return {
    async ask() {
      const before = performance.now() - Math.min(age.sinceNews(), age.now() ?? 0);
      try {
        // Without recovery, which would renew.
        const { value, servedAt } = await exchange<MeAnswer>('GET', '/api/me');
        age.learn(value, servedAt);
        isCertain = true;
      } catch (thrown) {
        const fault = asFault(thrown);
        if (fault.status === 401) age.hear(fault.servedAt ?? NaN);
        failedAt = performance.now();
        if (fault.status !== 401) return;
        // A token that somebody got since would have answered, unless it ended since as well.
        isCertain &&= performance.now() - before <= tokenLifeMs();
        // Who left by himself meanwhile knows.
        const isOpen = session.state().status === 'known';
        if (fault.code === 'session_ended' && isOpen) await session.end(fault);
      }
    },
    untilDueMs: (cause) =>
      untilNewsDue(cause, {
        heardMs: age.sinceNews(),
        failedMs: performance.now() - failedAt,
        tokenMs: age.now() ?? 0,
        tokenLifeMs: tokenLifeMs(),
        isHere: document.visibilityState === 'visible' && navigator.onLine,
      }),
    isCertain: () => isCertain,
  };
}
