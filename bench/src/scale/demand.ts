/** What people do. Each may be changed: npm run scale -- --help. */
export interface Habits {
  /** Of one person on one day. */
  readonly loginsADay: number;
  /** How much of a day's logins the busiest hour holds. */
  readonly busiestHour: number;
  /** How much busier the busiest second is than the mean of that hour. */
  readonly peak: number;
  /** Seconds of use after one login. */
  readonly use: number;
  /** Between two requests of one person in use, in seconds. */
  readonly between: number;
  /** How many of the sessions end by a logout; the others run out, which the feed does not name. */
  readonly loggedOut: number;
}

export const HABITS: Habits = {
  loginsADay: 0.5,
  busiestHour: 0.15,
  peak: 1.5,
  use: 600,
  between: 10,
  loggedOut: 0.6,
};

/** Defaults of the product, in seconds. */
const TOKEN_RENEW_AFTER = 300;
/** TOKEN_TTL and the margin for clocks that differ. */
export const REVOKED_KEPT = 900 + 120;

/** At the busiest second. */
export interface Demand {
  readonly logins: number;
  readonly renewals: number;
  readonly logouts: number;
  readonly reads: number;
  /** People in use. */
  readonly inUse: number;
  /** Revoked sessions that the feed names. */
  readonly revoked: number;
}

export function demandOf(people: number, habits: Habits = HABITS): Demand {
  const logins = ((people * habits.loginsADay * habits.busiestHour) / 3600) * habits.peak;
  const inUse = logins * habits.use;
  const logouts = logins * habits.loggedOut;
  return {
    logins,
    inUse,
    logouts,
    renewals: logins * Math.floor(habits.use / TOKEN_RENEW_AFTER),
    reads: inUse / habits.between,
    revoked: logouts * REVOKED_KEPT,
  };
}
