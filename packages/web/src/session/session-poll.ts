import type { MeAnswer } from '@latchkey/verifier/contract';
import { asApiError } from '../http/api.errors.js';
import { request } from '../http/request.js';
import type { Session } from './session.client.js';
import { untilPollDue } from './session-poll.rules.js';
import type { PollCause } from './session-poll.rules.js';
import type { TokenAge } from './token-age.js';

/** What a page learns of its session without renewing it: others renew and end it too, and machines sleep. */
export interface SessionPoll {
  /** Asks the service, whose clock and whose sight of the newest token count. */
  ask: () => Promise<void>;
  /** Time until it should be asked for this cause, milliseconds; `Infinity` if that is done or would not help. */
  untilDueMs: (cause: PollCause) => number;
  /** No renewal by somebody else can have been missed. */
  isCertain: () => boolean;
}

/** What a poll works with. */
export interface SessionPollParts {
  session: Session;
  age: TokenAge;
  /** The service tells of the session's end by itself. */
  isStreaming: () => boolean;
}

/** News of the session of a page, learned by `age`. */
export function createSessionPoll({ session, age, isStreaming }: SessionPollParts): SessionPoll {
  let failedAt = -Infinity;
  let isCertain = true;
  let isRefreshing = false;

  function tokenLifeMs(): number {
    const state = session.state();
    return state.status === 'authenticated' ? (state.me.exp - state.me.iat) * 1000 : 0;
  }

  /** A poll that brings nothing new must not look like a use of the page. */
  function isNews({ sub, iat, roles }: MeAnswer): boolean {
    const state = session.state();
    if (state.status !== 'authenticated') return false;
    const { me } = state;
    return sub !== me.sub || iat > me.iat || String(roles ?? '') !== String(me.roles);
  }

  /** The rights have changed. A renewal follows use, so this may take until somebody is there. */
  function renewRights(): void {
    if (isRefreshing) return;
    isRefreshing = true;
    void session.refresh().finally(() => (isRefreshing = false));
  }

  return {
    async ask() {
      const before = performance.now() - Math.min(age.sinceResponse(), age.now() ?? 0);
      try {
        // Without recovery, which would renew.
        const { value, servedAt } = await request<MeAnswer>('GET', '/api/me');
        age.learn(value, servedAt);
        if (isNews(value)) session.learn(value);
        isCertain = true;
      } catch (thrown) {
        const error = asApiError(thrown);
        if (error.status === 401) age.hear(error.servedAt ?? NaN);
        failedAt = performance.now();
        if (error.status !== 401) return;
        // A token that another tab got since would be accepted, unless it expired as well.
        isCertain &&= performance.now() - before <= tokenLifeMs();
        // Someone who logged out meanwhile knows.
        const isOpen = session.state().status === 'authenticated';
        if (error.code === 'session_ended' && isOpen) await session.end(error);
        if (error.code === 'renew_required') renewRights();
      }
    },
    untilDueMs: (cause) =>
      untilPollDue(cause, {
        heardMs: age.sinceResponse(),
        failedMs: performance.now() - failedAt,
        tokenMs: age.now() ?? 0,
        tokenLifeMs: tokenLifeMs(),
        isHere: document.visibilityState === 'visible' && navigator.onLine,
        isStreaming: isStreaming(),
      }),
    isCertain: () => isCertain,
  };
}
