/** Everything that a consumer service looks at. Each can be taken out, to see which probe misses it. */
export const CHECKS = [
  // The text of a token, and its header.
  ...['three parts', 'one base64url', 'canonical JSON', 'unreadable is refused', 'header members', 'typ', 'known kid'],
  ...['alg of the key', 'signature'],
  // Its claims and its time.
  ...['iss', 'aud names me', 'aud is a list', 'ids', 'whole seconds', 'lifetime', 'claim forms', 'known version'],
  ...['claims of version 2', 'known claims'],
  ...['exp', 'iat'],
  // How it travels.
  ...['bearer scheme', 'one header', 'no rescue by cookie', 'cookie name', 'one cookie verifies', 'nowhere else'],
  ...['way of the token', 'planted is not counted', 'logout on both ways'],
  // What its caller may do.
  ...['roles of the caller', 'role', 'names the role', 'rights in force', 'rights before roles'],
  // Who may use a cookie.
  ...['fetch site', 'origin', 'evidence', 'own origin', 'GET changes nothing', 'JSON only', 'bearer from anywhere'],
  // What is answered.
  ...['problem type', 'challenge', 'blames only what came', 'no-store', 'one wording', 'request id', 'no redirect'],
  ...['no CORS', 'HEAD as GET', 'alive', 'operators only'],
  // The end of a session.
  ...['revoked', 'logout ends here', 'logout of the over', 'logout clears the cookie', 'logout is told'],
  ...['stream type', 'stream is guarded', 'stream speaks at once', 'stream says why', 'stream closes'],
  ...['stream ends: session_ended', 'stream ends: renew_required', 'stream ends: token_expired'],
  ...['stream of a renewed session'],
  ...['page renews', 'page of its own', 'fetches get 401'],
  ...['write staleness', 'sensitive staleness', 'age of the token'],
  // The revocation feed.
  ...['feed signature', 'feed kid', 'feed alg', 'feed typ', 'feed iss', 'feed claims', 'feed text', 'feed is newer'],
  ...['feed is of now', 'feed teaches', 'feed lists', 'newest rights win', 'rights since version 2'],
  ...['cursor goes on', 'deleted are removed'],
  ...['heartbeat of my set', 'asks again', 'starts without the bank'],
] as const;

export type Check = string;

/** What one reference service is and knows. */
export interface Facts {
  /** Its id in the registry. */
  readonly id: string;
  /** Its public origin. */
  readonly origin: string;
  /** The bank's public origin. */
  readonly issuer: string;
  /** Where it reaches the bank. */
  readonly bankUrl: string;
  readonly keys: ReadonlyMap<string, Key>;
  readonly tokenTtl: number;
  readonly writeSeconds: number;
  readonly sensitiveSeconds: number;
  /** Seconds that it lets the bank wait with an answer of the feed. */
  readonly waitSeconds: number;
  /** Whether a check is made. */
  has(check: Check): boolean;
}

export interface Key {
  readonly alg: 'HS256' | 'ES256';
  /** The secret, or the public key as PEM. */
  readonly material: Buffer;
}

/** An answer that is no success. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  /** Further members of the answer. */
  readonly members: object;

  constructor(status: number, code: string, reason = '', members: object = {}) {
    super(reason);
    this.status = status;
    this.code = code;
    this.members = members;
  }
}

export type Test<T> = readonly [Check, (of: T, facts: Facts) => boolean];

/** The first check that fails, if it is made. */
export function failing<T>(tests: readonly Test<T>[], of: T, facts: Facts): Check | undefined {
  return tests.find(([check, holds]) => facts.has(check) && !holds(of, facts))?.[0];
}
