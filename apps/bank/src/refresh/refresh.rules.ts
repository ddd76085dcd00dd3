import type { EndReason } from '@latchkey/verifier/contract';

/** An authentic token next to its session's row. Times are seconds by the database's clock. */
export interface RefreshFacts {
  /** Generation of the token that came. */
  readonly presented: number;
  /** Generation that is in force. */
  readonly current: number;
  /** Whether the row's seed is the token's own, or that of the one successor the token has. */
  readonly seedFits: boolean;
  readonly endReason: EndReason | null;
  readonly isDisabled: boolean;
  /** Left of the absolute limit. */
  readonly secondsLeft: number;
  /** Since the session was opened or last renewed. */
  readonly secondsUnused: number;
}

export interface RefreshLimits {
  readonly idleSeconds: number;
  readonly graceSeconds: number;
}

export type RefreshDecision =
  /** The token is in force: the row may be asked again. */
  | { readonly act: 'rotate' }
  /** It was replaced a moment ago, by a race or an answer that got lost: the same successor again. */
  | { readonly act: 'repeat' }
  /** It is newer than the row: that comes from a backup, which would take tokens for new that were used. Worth nothing, nor is the session. */
  | { readonly act: 'refuse' }
  /** The session ends now. */
  | { readonly act: 'end'; readonly reason: EndReason }
  /** The session is over already. */
  | { readonly act: 'tell'; readonly reason: EndReason };

/** A token that lasts less is none. */
export const LEAST_SECONDS = 1;

/** What becomes of a refresh that the one UPDATE did not take. */
export function decideRefresh(facts: RefreshFacts, limits: RefreshLimits): RefreshDecision {
  const { presented, current, seedFits, endReason, secondsUnused } = facts;
  if (endReason !== null) return { act: 'tell', reason: endReason };
  if (facts.secondsLeft < LEAST_SECONDS) return { act: 'end', reason: 'absolute' };
  if (secondsUnused >= limits.idleSeconds) return { act: 'end', reason: 'idle' };
  if (facts.isDisabled) return { act: 'end', reason: 'ended_by_bank' };
  if (presented > current) return { act: 'refuse' };
  if (presented === current && seedFits) return { act: 'rotate' };
  const isLast = presented === current - 1 && seedFits;
  return isLast && secondsUnused < limits.graceSeconds ? { act: 'repeat' } : { act: 'end', reason: 'refresh_reused' };
}
