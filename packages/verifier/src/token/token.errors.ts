import { TokenError } from './token-error.js';

// Each of these is about the access token that came.
const refused = { challenge: 'invalid_token' } as const;

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
  | 'transport'
  | 'rights_forged'
  | 'unexpected';

/** The one answer to whatever is not authentic: it tells nothing about why. */
export function tokenInvalid(reason: RefusalReason, cause?: unknown): TokenError {
  return new TokenError({
    ...refused,
    code: 'token_invalid',
    detail: 'The access token is not valid.',
    reason,
    cause,
  });
}

/** The same error for a page, which sent no such header itself: it is told which one was taken for its token. */
export function namingHeader({ code, message: detail, reason, cause }: TokenError): TokenError {
  return new TokenError({ ...refused, code, detail, reason, cause, members: { refusedHeader: 'Authorization' } });
}

/** An authentic token whose time is over: the site may renew. */
export function tokenExpired(): TokenError {
  return new TokenError({ ...refused, code: 'token_expired', detail: 'The access token has expired.' });
}

/** An authentic token of a session that was ended: renewing does not help. */
export function sessionEnded(): TokenError {
  return new TokenError({ ...refused, code: 'session_ended', detail: 'This session is over. Please log in again.' });
}

/** An authentic token that says too little about now: the site renews and repeats. */
export function renewRequired(): TokenError {
  return new TokenError({ ...refused, code: 'renew_required', detail: 'This needs a newer access token.' });
}

/**
 * An authentic token of a caller who lacks a role: neither renewing nor another login helps (RFC 6750 §3.1).
 * @param roles one of these is needed
 */
export function roleMissing(roles: readonly string[]): TokenError {
  return new TokenError({
    status: 403,
    challenge: 'insufficient_scope',
    code: 'role_missing',
    detail: `This needs the role ${roles.join(' or ')}.`,
    members: { roles },
  });
}

/** An authentic token that is right by the bank's clock, and wrong by ours: renewing does not help. */
export function clockSkew(reason: 'issued_in_future' | 'our_clock_ahead'): TokenError {
  return new TokenError({
    ...refused,
    code: 'clock_skew',
    detail: "The clock of this service differs from the bank's.",
    reason,
  });
}

/** No token came at all, or none that may count here. */
export function tokenMissing(reason?: 'cookie_of_another_session'): TokenError {
  const detail = 'This address needs an access token.';
  return new TokenError({ code: 'token_missing', detail, ...(reason !== undefined && { reason }) });
}

/** A token came, and there is no key yet to look at it with. */
export function keysUnavailable(): TokenError {
  const detail = 'This service has no keys yet to verify access tokens with.';
  return new TokenError({ status: 503, code: 'keys_unavailable', detail, retryAfter: 2 });
}
