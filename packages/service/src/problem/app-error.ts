/** Levels at which an error may be logged on its own line. */
export type ProblemLogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** One member of a body that is refused: where (RFC 6901 JSON pointer), and why. */
export interface ProblemItem {
  readonly pointer: string;
  /** Stable snake_case fact, where a client may act on it. */
  readonly code?: string;
  readonly detail: string;
}

/** What an {@link AppError} is made of. */
export interface AppErrorOptions {
  /** Stable snake_case fact; clients act on it. */
  readonly code: string;
  /** HTTP status, 400 to 599. */
  readonly status: number;
  /** Public words for the kind of problem; made from the code if absent. */
  readonly title?: string;
  /** Public words for this occurrence. */
  readonly detail: string;
  /** Level of a log line of its own; default `error` from 500 on, else `silent` (the request line has the code). */
  readonly logLevel?: ProblemLogLevel;
  /** Headers of the response, such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For an error about an access token that came: `error` of its `WWW-Authenticate` (RFC 6750 §3.1). */
  readonly challenge?: 'invalid_token' | 'insufficient_scope';
  /** Errors of single members. */
  readonly errors?: readonly ProblemItem[];
  /** Further public members of the problem (RFC 9457 §3.2), such as `endReason`. */
  readonly members?: Readonly<Record<string, string | readonly string[]>>;
  /** What really happened: for the log only. */
  readonly cause?: unknown;
  /** Finer than the code, for log and metric only; the filter counts it, so throwers need not. */
  readonly reason?: string;
}

/**
 * Any error that a service returns on purpose. The one filter turns it into `application/problem+json` (RFC 9457);
 * only `code`, `status`, `title`, `detail`, `headers`, `errors` and `members` leave the process.
 */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly logLevel: ProblemLogLevel;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly challenge: 'invalid_token' | 'insufficient_scope' | undefined;
  readonly errors: readonly ProblemItem[] | undefined;
  readonly members: Readonly<Record<string, string | readonly string[]>> | undefined;
  readonly reason: string;

  constructor(options: AppErrorOptions) {
    super(options.detail, { cause: options.cause });
    this.code = options.code;
    this.status = options.status;
    this.title = options.title ?? titleOf(options.code);
    this.detail = options.detail;
    this.logLevel = options.logLevel ?? (options.status >= 500 ? 'error' : 'silent');
    this.headers = options.headers;
    this.challenge = options.challenge;
    this.errors = options.errors;
    this.members = options.members;
    this.reason = options.reason ?? options.code;
  }
}

function titleOf(code: string): string {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
