/** `error` of a `WWW-Authenticate` header (RFC 6750 §3.1). */
export type Challenge = 'invalid_token' | 'insufficient_scope';

/** Statuses of a {@link TokenError}. */
export type RefusalStatus = 401 | 403 | 429 | 503;

/** What a {@link TokenError} is made of. */
export interface TokenErrorOptions {
  readonly code: string;
  /** 401 unless said otherwise. */
  readonly status?: RefusalStatus;
  /** Public words for a person. */
  readonly detail: string;
  /** The code unless said otherwise. */
  readonly reason?: string;
  /** `error` of the `WWW-Authenticate` header (RFC 6750 §3.1), where a token came. */
  readonly challenge?: Challenge;
  /** Seconds after which the request may be sent again. */
  readonly retryAfter?: number;
  /** Further public members of the answer. */
  readonly members?: Readonly<Record<string, string | readonly string[]>>;
  readonly cause?: unknown;
}

/**
 * Why a request is not let in. `status`, `headers`, `code`, `message` and `members` may be sent to the client; `reason` and
 * `cause` are for log and metrics.
 */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  /**
   * HTTP status: 401; 403 where another page sent the request or the caller lacks a role; 429 or 503 where too much is asked of
   * this process.
   */
  readonly status: RefusalStatus;
  /** Stable snake_case fact that a client decides by, such as `token_expired`. */
  readonly code: string;
  /** Finer than the code. Never for the client: it would help to forge. */
  readonly reason: string;
  /** Headers of the answer: `WWW-Authenticate` wherever another token would help (RFC 6750 §3); `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly challenge: Challenge | undefined;
  readonly members: Readonly<Record<string, string | readonly string[]>> | undefined;

  constructor(options: TokenErrorOptions) {
    const { code, status = 401, detail, reason = code, challenge, retryAfter, members, cause } = options;
    super(detail, { cause });
    this.status = status;
    this.code = code;
    this.reason = reason;
    this.challenge = challenge;
    this.members = members;
    this.headers = {
      ...headersOf(status, challenge),
      ...(retryAfter !== undefined && { 'retry-after': `${retryAfter}` }),
    };
  }
}

function headersOf(status: number, challenge: string | undefined): Readonly<Record<string, string>> {
  if (status !== 401 && challenge === undefined) return {};
  return { 'www-authenticate': challenge === undefined ? 'Bearer' : `Bearer error="${challenge}"` };
}
