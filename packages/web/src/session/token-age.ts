import { ageWhenServed } from './renewal.rules.js';

/** How old the access token is, without ever having seen it. Runs on the monotonic clock between answers. */
export interface TokenAge {
  /** Milliseconds, undefined while unknown. */
  now: () => number | undefined;
  /** Learns it from an answer of `GET /api/me`. */
  learn: (iat: number, servedAt: number) => void;
  /** A new token came: it cannot be older than the question for it. */
  restart: (askedAt: number) => void;
}

/** An age that nothing is known of yet. */
export function createTokenAge(): TokenAge {
  let born: number | undefined;
  return {
    now: () => (born === undefined ? undefined : performance.now() - born),
    learn(iat, servedAt) {
      const age = ageWhenServed(iat, servedAt);
      if (age !== undefined) born = performance.now() - age;
    },
    restart: (askedAt) => void (born = askedAt),
  };
}
