import type { Problem } from '@latchkey/auth/contract';

/** What went wrong with a request, in the words of the service's problem document where it sent one. */
export interface ApiFaultFacts {
  /** HTTP status; 0 when no answer came. */
  status: number;
  /** Stable code of the problem (RFC 9457 member `code`); `unreachable` when no answer came. */
  code: string;
  /** A sentence for the person in front of the page. */
  detail: string;
  /** The id under which the service logged the request. */
  requestId?: string | undefined;
  /** Seconds to wait before trying again, from `Retry-After`. */
  retryAfter?: number | undefined;
  errors?: Problem['errors'];
}

/** Thrown by {@link call}: an answer that is not a success, or no answer at all. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault';
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly errors: NonNullable<Problem['errors']>;

  constructor(facts: ApiFaultFacts, options?: ErrorOptions) {
    super(facts.detail, options);
    this.status = facts.status;
    this.code = facts.code;
    this.detail = facts.detail;
    this.requestId = facts.requestId;
    this.retryAfter = facts.retryAfter;
    this.errors = facts.errors ?? [];
  }
}
