import { ApiError } from '../http/api.errors.js';
import type { Site } from './site-context.js';
import { SESSION_OVER } from './session.client.js';
import { decideExpiry, isStillThere } from './session-expiry.rules.js';
import type { Limit, ExpiryDecision } from './session-expiry.rules.js';
import { createSessionPoll } from './session-poll.js';
import type { PollCause } from './session-poll.rules.js';
import { sessionStreamOf } from './session-stream.js';

const LONGEST_PAUSE_MS = 30_000;
const SLEPT_MS = 5_000;

/** A session is about to end. */
export interface SessionWarning {
  limit: Limit;
  /** On the monotonic clock. */
  endsAt: number;
}

/** Knows when the session is about to end, and ends it on the page when it has. */
export interface SessionExpiry {
  warning: () => SessionWarning | undefined;
  subscribe: (listener: () => void) => () => void;
  /**
   * The user stays: renews at once.
   * @returns what was in the way, undefined if nothing was
   */
  stay: () => Promise<ApiError | undefined>;
  /** The person knows that the absolute limit is near. */
  acknowledge: () => void;
  /** Watches from now on. Returns a function that ends it. */
  watch: () => () => void;
}

/** The end of the session of a site's page; nothing is watched before `watch`. */
export function createSessionExpiry(site: Site): SessionExpiry {
  const { facts, session, renewal, age, presence } = site;
  let warning: SessionWarning | undefined;
  let isAbsoluteKnown = false;
  let isLooking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let offset = clockOffset();
  let release: (() => void) | undefined;
  const poll = createSessionPoll({ session, age, isStreaming: () => sessionStreamOf(site).isLive() });
  const listeners = new Set<() => void>();

  function warn(next: SessionWarning | undefined): void {
    warning = next;
    // While the question is open, only its answer counts as use.
    if (next !== undefined) release ??= presence.hold();
    else {
      release?.();
      release = undefined;
    }
    for (const listener of listeners) listener();
  }

  function decide(): ExpiryDecision | undefined {
    const [tokenMs, loginMs] = [age.now(), age.ofLogin()];
    if (session.state().status !== 'authenticated' || tokenMs === undefined || loginMs === undefined) return undefined;
    const { sessionIdleMs: idleMs, sessionAbsoluteMs: absoluteMs } = facts;
    return decideExpiry({ tokenMs, loginMs, idleMs, absoluteMs, isAbsoluteKnown });
  }

  function isInUse(decision: ExpiryDecision): boolean {
    if (decision.kind !== 'warn' || decision.limit !== 'idle' || document.visibilityState !== 'visible') return false;
    return isStillThere(presence.sinceUse(), age.now() ?? 0, facts.sessionIdleMs);
  }

  async function look(cause: PollCause = 'time'): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    clearTimeout(timer);
    if (hasSlept() || poll.untilDueMs(cause) === 0) await poll.ask();
    let decision = decide();
    if (decision !== undefined && decision.kind !== 'quiet') {
      if (isInUse(decision)) await renew();
      else if (warning === undefined || cause === 'return' || decision.kind === 'over') await poll.ask();
      decision = decide();
    }
    isLooking = false;
    await conclude(decision);
  }

  async function conclude(decision: ExpiryDecision | undefined): Promise<void> {
    if (decision?.kind === 'over') {
      warn(undefined);
      await finish(decision.limit);
      return;
    }
    const next = decision?.kind === 'warn' ? decision : undefined;
    if (next?.limit !== warning?.limit) {
      warn(next && { limit: next.limit, endsAt: performance.now() + next.leftMs });
    }
    const pause = decision?.kind === 'quiet' ? Math.min(decision.forMs, poll.untilDueMs('time')) : 1_000;
    timer = setTimeout(() => void look(), Math.min(pause, LONGEST_PAUSE_MS));
  }

  async function finish(limit: Limit): Promise<void> {
    // The user is away: no request that might extend the session.
    const outcome = limit === 'idle' && poll.isCertain() ? await renewal.renew(0) : undefined;
    // The bank ends it and says why; if it renews instead, the session was used elsewhere.
    if (outcome?.kind === 'renewed') return;
    await session.end(outcome?.kind === 'refused' ? outcome.error : expiredError(limit));
  }

  function hasSlept(): boolean {
    const before = offset;
    offset = clockOffset();
    return Math.abs(offset - before) > SLEPT_MS;
  }

  async function renew(): Promise<ApiError | undefined> {
    const outcome = await renewal.renew(0);
    if (outcome.kind === 'renewed') return undefined;
    if (outcome.kind === 'refused') await session.end(outcome.error);
    return outcome.error;
  }

  const again = () => void look();
  const back = () => void (document.visibilityState === 'visible' && look('return'));
  const used = () => void (poll.untilDueMs('use') === 0 && look('use'));
  return {
    warning: () => warning,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async stay() {
      const error = await renew();
      await look();
      return error;
    },
    acknowledge() {
      isAbsoluteKnown = true;
      warn(undefined);
      again();
    },
    watch() {
      const stops = [session.subscribe(again), renewal.subscribe(again), presence.onUse(used)];
      document.addEventListener('visibilitychange', back);
      window.addEventListener('focus', back);
      window.addEventListener('pageshow', back);
      again();
      return () => {
        for (const stop of stops) stop();
        document.removeEventListener('visibilitychange', back);
        window.removeEventListener('focus', back);
        window.removeEventListener('pageshow', back);
        clearTimeout(timer);
        release?.();
      };
    },
  };
}

/** What the page knows by itself, in the shape in which a service would have said it. */
function expiredError(limit: Limit): ApiError {
  return new ApiError({ status: 401, code: SESSION_OVER, detail: 'Your login has ended.', endReason: limit });
}

/** Grows while the machine sleeps, because then only one of the two clocks runs. */
function clockOffset(): number {
  return Date.now() - performance.now();
}
