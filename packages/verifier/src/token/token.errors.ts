import { AppError } from '@latchkey/service';

// Each of these is about the access token that came.
const refused = { status: 401, challenge: 'invalid_token' } as const;

/** Why a request is not let in: for log and metrics, never for the client. */
export type RefusalReason =
  | 'authorization_repeated'
  | 'authorization_malformed'
  | 'cookies_ambiguous'
  | 'text_too_long'
  | 'text_parts'
  | 'not_canonical_base64url'
  | 'not_utf8'
  | 'not_json_object'
  | 'not_canonical_json'
  | 'header_members'
  | 'header_typ'
  | 'unknown_kid'
  | 'alg_mismatch'
  | 'signature_length'
  | 'signature'
  | 'claim_issuer'
  | 'claim_audience'
  | `claim_${string}`
  | 'lifetime'
  | 'unexpected';

/** The one answer to whatever is not authentic: it tells nothing about why. */
export function tokenInvalid(reason: RefusalReason, cause?: unknown): AppError {
  return new AppError({
    ...refused,
    code: 'token_invalid',
    detail: 'The access token is not valid.',
    reason,
    ...(cause !== undefined && { cause, logLevel: 'warn' }),
  });
}

/** The same refusal for a page, which sent no such header itself: it is told which one was taken for its token. */
export function namingHeader({ status, code, detail, reason, logLevel, cause }: AppError): AppError {
  const members = { refusedHeader: 'Authorization' };
  return new AppError({ status, code, detail, reason, logLevel, cause, members, challenge: 'invalid_token' });
}

/** An authentic token whose time is over: the site may renew. */
export function tokenExpired(): AppError {
  return new AppError({ ...refused, code: 'token_expired', detail: 'The access token has expired.' });
}

/** An authentic token of a session that was ended: renewing does not help. */
export function sessionEnded(): AppError {
  return new AppError({ ...refused, code: 'session_ended', detail: 'This session is over. Please log in again.' });
}

/** An authentic token that says too little about now: the site renews and repeats. */
export function renewRequired(): AppError {
  return new AppError({ ...refused, code: 'renew_required', detail: 'This needs a newer access token.' });
}

/** An authentic token that is right by the bank's clock, and wrong by ours: renewing does not help. */
export function clockSkew(reason: 'issued_in_future' | 'our_clock_ahead'): AppError {
  return new AppError({
    ...refused,
    code: 'clock_skew',
    detail: "The clock of this service differs from the bank's.",
    reason,
  });
}

/** No token came at all, or none that may count here. */
export function tokenMissing(reason?: 'cookie_of_another_session'): AppError {
  const detail = 'This address needs an access token.';
  return new AppError({ code: 'token_missing', status: 401, detail, ...(reason !== undefined && { reason }) });
}
