import type { EndReason, Problem } from '@latchkey/verifier/contract';

/** What went wrong with a request, in the words of the service's problem document where it sent one. */
export interface ApiErrorDetails {
  /** HTTP status; 0 when no answer came. */
  status: number;
  /** Stable code of the problem (RFC 9457 member `code`); `unreachable` when no answer came, `offline` when none could. */
  code: string;
  /** A sentence for the user. */
  detail: string;
  /** The id under which the service logged the request. */
  requestId?: string | undefined;
  /** When the service answered by its own clock, milliseconds since 1970; NaN if it did not say. */
  servedAt?: number | undefined;
  /** Seconds to wait before trying again, from `Retry-After`. */
  retryAfter?: number | undefined;
  errors?: Problem['errors'];
  /** Why the session is over; only the bank says it, only to the browser that held the session. */
  endReason?: EndReason | undefined;
  /** Refused although the login was just renewed: logging in again would not help. */
  renewed?: boolean | undefined;
}

/** Thrown by {@link call}: an answer that is not a success, or no answer at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly #facts: ApiErrorDetails;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly servedAt: number | undefined;
  readonly retryAfter: number | undefined;
  readonly errors: NonNullable<Problem['errors']>;
  readonly endReason: EndReason | undefined;
  readonly renewed: boolean;

  constructor(facts: ApiErrorDetails, options?: ErrorOptions) {
    super(facts.detail, options);
    this.#facts = facts;
    this.status = facts.status;
    this.code = facts.code;
    this.detail = facts.detail;
    this.requestId = facts.requestId;
    this.servedAt = facts.servedAt;
    this.retryAfter = facts.retryAfter;
    this.errors = facts.errors ?? [];
    this.endReason = facts.endReason;
    this.renewed = facts.renewed ?? false;
  }

  /** The same error with some of its facts changed. */
  but(facts: Partial<ApiErrorDetails>): ApiError {
    return new ApiError({ ...this.#facts, ...facts }, { cause: this.cause });
  }
}

/** Any thrown thing as an {@link ApiError}, so that pages have one shape to show. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  return new ApiError(
    { status: 0, code: 'page_error', detail: 'Something went wrong on this page. Please try again.' },
    { cause: thrown },
  );
}
