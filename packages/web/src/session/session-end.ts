import type { MeAnswer } from '@latchkey/auth/contract';
import { ApiFault, asFault } from '../http/api.errors.js';
import { exchange } from '../http/exchange.js';
import type { Site } from '../site/site.js';
import { decideSessionEnd, isStillThere } from './session-end.rules.js';
import type { Limit, SessionEndDecision } from './session-end.rules.js';

const LONGEST_PAUSE_MS = 30_000;
const SLEPT_MS = 5_000;

/** A session is about to end. */
export interface SessionWarning {
  limit: Limit;
  /** On the monotonic clock. */
  endsAt: number;
}

/** Knows when the session at hand is about to end, and takes it as ended when it is. */
export interface SessionEnd {
  warning: () => SessionWarning | undefined;
  subscribe: (listener: () => void) => () => void;
  /**
   * The person stays: renews at once.
   * @returns what was in the way, undefined if nothing was
   */
  stay: () => Promise<ApiFault | undefined>;
  /** The person knows that the absolute limit is near. */
  acknowledge: () => void;
  /** Watches from now on. Returns a function that ends it. */
  watch: () => () => void;
}

/** The end of the session of a site's page; nothing is watched before `watch`. */
export function createSessionEnd({ facts, session, renewal, age, presence }: Site): SessionEnd {
  let warning: SessionWarning | undefined;
  let isAbsoluteKnown = false;
  let isLooking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let offset = clockOffset();
  let release: (() => void) | undefined;
  const listeners = new Set<() => void>();

  function warn(next: SessionWarning | undefined): void {
    warning = next;
    // While somebody is asked whether he is there, only the answer counts.
    if (next !== undefined) release ??= presence.hold();
    else {
      release?.();
      release = undefined;
    }
    for (const listener of listeners) listener();
  }

  function decide(): SessionEndDecision | undefined {
    const [tokenMs, loginMs] = [age.now(), age.ofLogin()];
    if (session.state().status !== 'known' || tokenMs === undefined || loginMs === undefined) return undefined;
    const { sessionIdleMs: idleMs, sessionAbsoluteMs: absoluteMs } = facts;
    return decideSessionEnd({ tokenMs, loginMs, idleMs, absoluteMs, isAbsoluteKnown });
  }

  /** Another tab or service may have renewed, and this machine may have slept: what the service says counts. */
  async function ask(): Promise<void> {
    try {
      const { value, servedAt } = await exchange<MeAnswer>('GET', '/api/me');
      age.learn(value, servedAt);
    } catch (thrown) {
      const fault = asFault(thrown);
      if (fault.servedAt !== undefined) age.hear(fault.servedAt);
      if (fault.code === 'session_ended') await session.end(fault);
    }
  }

  function isInUse(decision: SessionEndDecision): boolean {
    if (decision.kind !== 'warn' || decision.limit !== 'idle' || document.visibilityState !== 'visible') return false;
    return isStillThere(presence.sinceUse(), age.now() ?? 0, facts.sessionIdleMs);
  }

  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    clearTimeout(timer);
    if (hasSlept()) await ask();
    let decision = decide();
    if (decision !== undefined && decision.kind !== 'quiet') {
      if (isInUse(decision)) await renew();
      else if (warning === undefined || decision.kind === 'over') await ask();
      decision = decide();
    }
    isLooking = false;
    await conclude(decision);
  }

  async function conclude(decision: SessionEndDecision | undefined): Promise<void> {
    if (decision?.kind === 'over') {
      warn(undefined);
      await finish(decision.limit);
      return;
    }
    const next = decision?.kind === 'warn' ? decision : undefined;
    if (next?.limit !== warning?.limit) {
      warn(next && { limit: next.limit, endsAt: performance.now() + next.leftMs });
    }
    const pause = decision?.kind === 'quiet' ? decision.forMs : 1_000;
    timer = setTimeout(() => void look(), Math.min(pause, LONGEST_PAUSE_MS));
  }

  async function finish(limit: Limit): Promise<void> {
    const outcome = limit === 'idle' ? await renewal.renew(0) : undefined;
    // The bank ends it, and says why; that it renews instead means that somebody was quicker.
    if (outcome?.kind === 'renewed') await session.refresh();
    else await session.end(outcome?.kind === 'refused' ? outcome.fault : overFault(limit));
  }

  function hasSlept(): boolean {
    const before = offset;
    offset = clockOffset();
    return Math.abs(offset - before) > SLEPT_MS;
  }

  async function renew(): Promise<ApiFault | undefined> {
    const outcome = await renewal.renew(0);
    if (outcome.kind === 'renewed') {
      await session.refresh();
      return undefined;
    }
    if (outcome.kind === 'refused') await session.end(outcome.fault);
    return outcome.fault;
  }

  const again = () => void look();
  return {
    warning: () => warning,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async stay() {
      const fault = await renew();
      await look();
      return fault;
    },
    acknowledge() {
      isAbsoluteKnown = true;
      warn(undefined);
      again();
    },
    watch() {
      const stops = [session.subscribe(again), renewal.subscribe(again)];
      document.addEventListener('visibilitychange', again);
      again();
      return () => {
        for (const stop of stops) stop();
        document.removeEventListener('visibilitychange', again);
        clearTimeout(timer);
        release?.();
      };
    },
  };
}

/** What the page knows by itself, in the shape in which a service would have said it. */
function overFault(limit: Limit): ApiFault {
  return new ApiFault({ status: 401, code: 'session_ended', detail: 'Your login has ended.', endReason: limit });
}

/** Grows while the machine sleeps, because then only one of the two clocks runs. */
function clockOffset(): number {
  return Date.now() - performance.now();
}
