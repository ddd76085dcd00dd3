import { PLACES } from './places.js';

/** A rule of the service contract: what it says, and where it is told. */
export interface Rule {
  /** One sentence, as the contract says it. */
  readonly says: string;
  /** The section of docs/conformance.md, as its anchor. */
  readonly section: string;
}

/** The page of the contract. */
export const CONTRACT = 'docs/conformance.md';

const rule = (section: string, says: string): Rule => ({ says, section });

/** Every rule that a probe may find broken, by the name that stands next to it in the example. */
export const RULES = {
  // The text of a token, its header, its key.
  'three-parts': rule('a-token', 'A token has at most 4,096 characters: three parts, none of them empty.'),
  base64url: rule('a-token', 'Each part is base64url, without padding, and equal to the encoding of its own bytes.'),
  'canonical-json': rule(
    'a-token',
    'Header and payload are JSON objects as `JSON.stringify` writes them: write again what was read, and compare the bytes.',
  ),
  'header-members': rule('a-token', 'The header is `alg`, `kid` and `typ`, and nothing else.'),
  typ: rule('a-token', '`typ` is `at+jwt`: no other token of the deployment is an access token.'),
  alg: rule('a-token', "`alg` is the key's own; the header of a token chooses nothing."),
  kid: rule('keys', 'A `kid` that is not in the key set is refused, and looked for nowhere else.'),
  signature: rule('a-token', 'The signature is verified: 32 bytes for HS256, 64 (`r` and `s`) for ES256.'),
  // Its claims and its time.
  'known-claims': rule('a-token', "The claims are those of the token's version, and no others."),
  'claim-forms': rule('a-token', 'Each claim is there, in the form that the table of claims gives.'),
  iss: rule('a-token', '`iss` is the issuer, character by character.'),
  aud: rule('a-token', "`aud` is a list of ids that contains the service's own."),
  ids: rule('a-token', '`sub`, `sid` and `jti` are UUIDs in lower case.'),
  ver: rule('a-token', '`ver` is 1 or 2; any other version is refused.'),
  'rights-forms': rule(
    'a-token',
    '`roles` is a sorted list of at most 16 names, `rv` a whole number, `client_id` an id.',
  ),
  times: rule('a-token', '`iat`, `exp` and `auth_time` are whole seconds, `exp` after `iat`.'),
  lifetime: rule('a-token', '`exp` is at most `TOKEN_TTL` (900 s) after `iat`.'),
  'clock-skew': rule('a-token', '`iat` or `auth_time` more than 60 s ahead: 401 `clock_skew`.'),
  expired: rule('a-token', '`exp` not after now: 401 `token_expired`, without grace.'),
  'session-ended': rule('a-token', 'A revoked session: 401 `session_ended`.'),
  'rights-changed': rule('a-token', 'An `rv` below the one that the feed names for this `sub`: 401 `renew_required`.'),
  staleness: rule(
    'a-token',
    'Staleness is the younger of the ages of feed and token; above what the route accepts (read 900 s, write 300 s, sensitive 15 s): 401 `renew_required`.',
  ),
  role: rule(
    'a-token',
    'A route that needs a role, and a token without it: 403 `role_missing`, whose member `roles` names it.',
  ),
  // How it travels.
  bearer: rule(
    'how-it-travels',
    '`Authorization` is `Bearer` in any case, one space and the token; all else in it is `token_invalid`.',
  ),
  'one-header': rule('how-it-travels', 'There is one `Authorization` header at most.'),
  'no-rescue': rule(
    'how-it-travels',
    'An `Authorization` header counts alone: a good cookie next to it does not help.',
  ),
  cookie: rule('how-it-travels', 'The cookie is `__Secure-latchkey`, by its exact name and as plain text.'),
  'several-cookies': rule(
    'how-it-travels',
    'Of several access cookies those count that verify: all of one session, else 401; the newest of them is taken.',
  ),
  trv: rule(
    'a-token',
    '`trv` says how a token travels, `cookie` or `bearer`; another way is `token_invalid`, except at a logout.',
  ),
  'nowhere-else': rule(
    'how-it-travels',
    'A token, or the name of a caller, is looked for nowhere else: no query, no other header.',
  ),
  'token-missing': rule('how-it-travels', 'Neither header nor cookie: 401 `token_missing`.'),
  csrf: rule(
    'how-it-travels',
    'With a cookie and an unsafe method: `Sec-Fetch-Site` is `same-origin` or, where it is not sent, `Origin` is the own origin; else 403 `csrf_refused`.',
  ),
  'bearer-from-anywhere': rule('how-it-travels', 'A bearer token needs no such check: only a program sends one.'),
  'safe-methods': rule('how-it-travels', 'GET, HEAD and OPTIONS change nothing, whatever else the request says.'),
  'json-only': rule('how-it-travels', 'Bodies are `application/json`; any other type is 415.'),
  // What is answered.
  me: rule('what-it-returns', '`GET /api/me` tells callers who they are, with the `roles` of their token.'),
  alive: rule('what-it-returns', '`GET /health/live` answers 200 to anyone.'),
  problem: rule(
    'what-it-returns',
    'An error is `application/problem+json` with `type`, `title`, `status`, `code` and `requestId`.',
  ),
  challenge: rule(
    'what-it-returns',
    'A 401 has `WWW-Authenticate: Bearer realm="…"`, with `error="invalid_token"` if a token came, and without if none did.',
  ),
  'same-words': rule('a-token', 'Whatever is wrong before the times is `token_invalid`, always with the same words.'),
  'no-redirect': rule(
    'what-it-returns',
    'An API call without a token is answered with 401, never with a redirect to a login.',
  ),
  'no-store': rule('what-it-returns', 'Every response under `/api` has `Cache-Control: no-store`.'),
  'no-cors': rule(
    'what-it-returns',
    'No foreign origin is allowed to read: no `Access-Control-Allow-Origin`; HEAD answers as GET.',
  ),
  'operators-only': rule('what-it-returns', 'Metrics and keys, if the service has them, are for operators only.'),
  'never-fails': rule(
    'what-it-returns',
    'Bad input is never an error of the service: no 5xx, no closed connection, no redirect.',
  ),
  // The end of a session.
  'logout-here': rule('logout', 'From `POST /api/logout` on, the `sid` is refused.'),
  'logout-cookies': rule(
    'logout',
    'A logout clears `__Secure-latchkey`: empty, `Max-Age=0`, with its `Domain`, `Path=/` and `Secure`.',
  ),
  'logout-expired': rule('logout', 'A logout takes any authentic token, also an expired one.'),
  'logout-told': rule('logout', 'The bank is told, repeatedly, until it has heard it.'),
  stream: rule(
    'the-stream-of-a-session',
    '`GET /api/session/stream`, guarded like a read, is `text/event-stream`, and sends `event: end` and closes within a second after the end of the session.',
  ),
  'page-renewal': rule(
    'pages-that-a-server-renders',
    'A document request without a living token leads with 302 to `/renew?return_to=<own page>` of the issuer; every other request gets 401.',
  ),
  // The revocation feed.
  'feed-follow': rule(
    'the-revocation-feed',
    'The service asks for the feed without pause, so that a revoked session counts within a second.',
  ),
  'feed-authentic': rule(
    'the-revocation-feed',
    'An answer is checked like an access token, with `typ` `revocations+jwt`, and with its own claims.',
  ),
  'feed-teaches': rule(
    'the-revocation-feed',
    'The `sids` of any authentic answer are added to what is known, even of one that is refused.',
  ),
  'feed-future': rule(
    'the-revocation-feed',
    'An answer whose `iat` is more than 60 s ahead, or whose `as_of` is more than 60 s after its `iat`, is refused and not stored.',
  ),
  'feed-order': rule(
    'the-revocation-feed',
    'A set, delta or heartbeat that is older than what is known, or of another `etag`, is refused.',
  ),
  'feed-age': rule(
    'the-revocation-feed',
    'The age of the feed counts from the request whose answer had a later `iat` than all before, on a monotonic clock; unbounded until the bank was heard.',
  ),
  'feed-rights': rule(
    'rights-and-deletions',
    'Of each `sub` the highest `rv` is kept, from any authentic answer; `rights_since` stays where an answer of version 1 left it.',
  ),
  'feed-deleted': rule(
    'rights-and-deletions',
    'List and cursor of deleted accounts are stored together, the cursor goes with the next question, and what is held about these people is removed.',
  ),
} as const satisfies Record<string, Rule>;

/** The name of a rule. */
export type RuleName = keyof typeof RULES;

/** Where a rule stands in a service without our library: a file, and the comment next to it. */
export const placeOf = (name: RuleName): string => `${PLACES[name]}, at "rule: ${name}"`;
