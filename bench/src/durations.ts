/** How long and how often is measured, and what counts. Milliseconds where it says Ms. */
export interface Durations {
  guardedRounds: number;
  missRounds: number;
  /** Of the guarded GET with a role and without one, each: many short ones, because what is looked for is less than a drift. */
  roleRounds: number;
  roleWarmUpMs: number;
  roleRoundMs: number;
  /** Of verifications by everyone in one process; those of ES256 take ten times as long. */
  verifyRounds: { HS256: number; ES256: number };
  /** Cold imports of each entry of the verifier's package. */
  imports: number;
  scalingRounds: number;
  /** Once for each server before its first round: compilers and caches come to rest. */
  settleMs: number;
  /** At the beginning of each round. */
  warmUpMs: number;
  roundMs: number;
  probeMs: number;
  boots: number;
  refreshRounds: number;
  /** A round of renewals, and of forged tokens. */
  refreshMs: number;
  /** For each number of active revocations. */
  logouts: number;
  /** Below this share of its core the server was not the limit, so the round says nothing about it. */
  leastShare: number;
}

/** The run that docs/performance.md is made of: about eight minutes. */
export const FULL: Durations = {
  guardedRounds: 4,
  missRounds: 3,
  roleRounds: 25,
  roleWarmUpMs: 200,
  roleRoundMs: 1_000,
  verifyRounds: { HS256: 40, ES256: 10 },
  imports: 20,
  scalingRounds: 3,
  settleMs: 5_000,
  warmUpMs: 500,
  roundMs: 3_000,
  probeMs: 6_000,
  boots: 5,
  refreshRounds: 4,
  refreshMs: 5_000,
  logouts: 200,
  leastShare: 0.9,
};

/** A look within about two minutes; too short for figures to quote. */
export const QUICK: Durations = {
  guardedRounds: 2,
  missRounds: 1,
  roleRounds: 9,
  roleWarmUpMs: 200,
  roleRoundMs: 600,
  verifyRounds: { HS256: 15, ES256: 3 },
  imports: 5,
  scalingRounds: 1,
  settleMs: 1_500,
  warmUpMs: 300,
  roundMs: 1_000,
  probeMs: 2_000,
  boots: 2,
  refreshRounds: 2,
  refreshMs: 2_000,
  logouts: 40,
  leastShare: 0.9,
};
