import { tokenInvalid } from '../token/token.errors.js';
import { ACCESS_COOKIE, REFRESH_COOKIE } from './session-cookies.js';

/** The raw side of a request: what was really sent, before any framework merged it. */
export interface RawHeaders {
  readonly rawHeaders: readonly string[];
  readonly headers: { readonly authorization?: string | undefined; readonly cookie?: string | undefined };
}

/**
 * How a token travelled, and its text; several texts only for several cookies of the one name. `page`: the browser added an
 * Authorization header of its own, so the cookies count only if a page of ours is proven to have sent the request.
 */
export interface CarriedToken {
  readonly via: 'bearer' | 'cookie' | 'page' | 'none';
  readonly texts: readonly string[];
}

const NONE: CarriedToken = { via: 'none', texts: [] };
const AUTHORIZATION = 'authorization';
const BEARER = 'bearer ';
/** What a browser sends by itself with every request to a site behind a login of a proxy. No token of ours travels so. */
const BROWSERS_OWN = /^(?:basic|digest|negotiate|ntlm) +[^ ]/i;
const SPACE = 0x20;
const TAB = 0x09;

/**
 * Chooses the transport before anything is verified: an Authorization header is bearer or nothing, so a bad one is not
 * rescued by a cookie; without one the cookie counts. Only what no program chose, but the browser, does not stand for it.
 */
export function carriedToken(request: RawHeaders): CarriedToken {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) {
    if (isRepeated(request.rawHeaders)) throw tokenInvalid('authorization_repeated');
    if (isBearer(authorization)) return { via: 'bearer', texts: [authorization.slice(BEARER.length)] };
    if (!BROWSERS_OWN.test(authorization)) throw tokenInvalid('authorization_malformed');
    return { via: 'page', texts: cookie === undefined ? [] : cookiesNamed(ACCESS_COOKIE, cookie) };
  }
  if (cookie === undefined || !cookie.includes(ACCESS_COOKIE)) return NONE;
  const texts = cookiesNamed(ACCESS_COOKIE, cookie);
  return texts.length === 0 ? NONE : { via: 'cookie', texts };
}

/**
 * The sessions that the refresh cookies of a request name (`v1.kid.sid.…`); none if there is no such cookie. No sibling host
 * can plant one, because its name begins with `__Host-`.
 */
export function refreshSids({ headers: { cookie } }: RawHeaders): (string | undefined)[] {
  if (cookie === undefined || !cookie.includes(REFRESH_COOKIE)) return [];
  return cookiesNamed(REFRESH_COOKIE, cookie).map((text) => text.split('.', 3)[2]);
}

// RFC 6750 §2.1: the scheme in any case (RFC 9110 §11.1), one space, the token.
function isBearer(authorization: string): boolean {
  if (authorization.length <= BEARER.length) return false;
  // As nearly all write it.
  return authorization.startsWith('Bearer ') || authorization.slice(0, BEARER.length).toLowerCase() === BEARER;
}

// Node keeps the first of several Authorization headers and drops the rest in silence.
function isRepeated(rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length === AUTHORIZATION.length && name.toLowerCase() === AUTHORIZATION) count++;
  }
  return count > 1;
}

/** Values of all cookies of a name in a `Cookie` header; several only if something planted one of that name. */
export function cookiesNamed(name: string, header: string): string[] {
  const texts: string[] = [];
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at !== -1 && bare(pair.slice(0, at)) === name) texts.push(bare(pair.slice(at + 1)));
  }
  return texts;
}

// Space and tab alone (RFC 6265 §5.2). String.trim would also drop a no-break space, and with it the difference between
// our cookie and one that a page without TLS may set, because its name does not begin with __Secure-.
// By index: an expression that looks for blanks at the end starts again at each blank within.
function bare(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

function isBlank(char: number): boolean {
  return char === SPACE || char === TAB;
}
