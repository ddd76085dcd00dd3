// Below this the two clocks count as one: the moment in the row is then the same in every token of its session.
const APART_SECONDS = 2;

/** When a session began: by the database's clock, and how many seconds ago by the same clock. */
export interface SessionStart {
  readonly createdAt: Date;
  readonly secondsOld: number;
}

/**
 * When the person logged in, in seconds since 1970 by the clock of who issues the token, as every other time in it: never
 * after `now`, however far apart that clock and the database's are.
 */
export function authTime({ createdAt, secondsOld }: SessionStart, now: number): number {
  const byDatabase = createdAt.getTime() / 1000;
  const byAge = now / 1000 - secondsOld;
  const began = Math.abs(byDatabase - byAge) <= APART_SECONDS ? byDatabase : byAge;
  return Math.floor(Math.min(began, now / 1000));
}
