import type { MeAnswer } from '@latchkey/auth/contract';
import { asFault } from '../http/api.errors.js';
import { exchange } from '../http/exchange.js';
import type { Session } from './session.client.js';
import type { TokenAge } from './token-age.js';

/** Share of a token's life after which it is asked about. */
const DUE_AT = 0.9;
/** Two answers may disagree by a second about an age. */
const ROUNDING_MS = 1_500;

/** What a page learns of its session without renewing it: other tabs and services renew it too, and machines sleep. */
export interface SessionNews {
  /** Asks the service, whose clock and whose sight of the newest token count. */
  ask: () => Promise<void>;
  /** Time until it should be asked by itself, milliseconds; `Infinity` if that is done or would be in vain. */
  untilDueMs: () => number;
  /** No renewal by somebody else can have been missed. */
  isCertain: () => boolean;
}

/** News of the session of a page, learned by `age`. */
export function createSessionNews({ session, age }: { session: Session; age: TokenAge }): SessionNews {
  let heardAt = 0;
  let isCertain = true;

  function bornAt(): number {
    return performance.now() - (age.now() ?? 0);
  }

  function tokenLifeMs(): number {
    const state = session.state();
    return state.status === 'known' ? (state.me.exp - state.me.iat) * 1000 : 0;
  }

  return {
    async ask() {
      const before = Math.max(heardAt, bornAt());
      try {
        // Without recovery, which would renew.
        const { value, servedAt } = await exchange<MeAnswer>('GET', '/api/me');
        age.learn(value, servedAt);
        isCertain = true;
      } catch (thrown) {
        const fault = asFault(thrown);
        if (fault.status !== 401) return;
        age.hear(fault.servedAt ?? NaN);
        // A token that somebody got since would have answered, unless it ended since as well.
        isCertain &&= performance.now() - before <= tokenLifeMs();
        if (fault.code === 'session_ended') await session.end(fault);
      }
      heardAt = performance.now();
    },
    // Asked once while the token still answers, no renewal is missed up to twice its life.
    untilDueMs() {
      const dueAt = bornAt() + tokenLifeMs() * DUE_AT;
      const isVain = performance.now() >= bornAt() + tokenLifeMs();
      return isVain || heardAt >= dueAt - ROUNDING_MS ? Infinity : Math.max(0, dueAt - performance.now());
    },
    isCertain: () => isCertain,
  };
}
