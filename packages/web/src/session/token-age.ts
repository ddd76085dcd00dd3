import type { MeAnswer } from '@latchkey/verifier/contract';
import { ageWhenServed } from './renewal.rules.js';

/** How old access token and login are, without ever having seen a token. Runs on the monotonic clock between answers. */
export interface TokenAge {
  /** Age of the token in milliseconds, undefined while unknown. */
  now: () => number | undefined;
  /** The same for the login. */
  ofLogin: () => number | undefined;
  /** Time since a service last said something about them, milliseconds; `Infinity` if none did yet. */
  sinceResponse: () => number;
  /** Learns both from an answer of `GET /api/me`. */
  learn: (me: Pick<MeAnswer, 'iat' | 'auth_time'>, servedAt: number) => void;
  /** Learns the services' time from any response: this machine may have slept meanwhile. */
  hear: (servedAt: number) => void;
  /** A new token came: it cannot be older than the question for it. */
  restart: (askedAt: number) => void;
}

/** Ages that nothing is known of yet. */
export function createTokenAge(): TokenAge {
  let issuedAt: number | undefined;
  let loggedInAt: number | undefined;
  let tokenBorn: number | undefined;
  let loginBorn: number | undefined;
  let heardAt = -Infinity;

  function hear(servedAt: number): void {
    heardAt = performance.now();
    tokenBorn = birth(issuedAt, servedAt) ?? tokenBorn;
    loginBorn = birth(loggedInAt, servedAt) ?? loginBorn;
  }

  return {
    now: () => since(tokenBorn),
    ofLogin: () => since(loginBorn),
    sinceResponse: () => performance.now() - heardAt,
    learn(me, servedAt) {
      issuedAt = me.iat;
      loggedInAt = me.auth_time;
      hear(servedAt);
    },
    hear,
    restart(askedAt) {
      issuedAt = undefined;
      tokenBorn = askedAt;
    },
  };
}

function birth(seconds: number | undefined, servedAt: number): number | undefined {
  const age = seconds === undefined ? undefined : ageWhenServed(seconds, servedAt);
  return age === undefined ? undefined : performance.now() - age;
}

function since(born: number | undefined): number | undefined {
  return born === undefined ? undefined : performance.now() - born;
}
