import { randomBytes } from 'node:crypto';

/** The access token, for every service below the cookie domain. */
export const ACCESS_COOKIE = '__Secure-latchkey';
/** The refresh token, for the bank alone. */
export const REFRESH_COOKIE = '__Host-latchkey-refresh';
/** Names the session that the bank must not renew: set by a service at logout, for when the bank could not be told. */
export const OUT_COOKIE = '__Secure-latchkey-out';
/** Tells scripts that someone else is logged in now, and nothing more. */
export const HINT_COOKIE = 'latchkey-hint';

/**
 * `Clear-Site-Data` of a logout: pages that the browser keeps to go back to. Not `"cookies"`: they go one by one, and that would take
 * the one that the same answer sets. Not `"storage"`: it holds the chosen theme, and what was typed the site forgets itself.
 */
export const CLEAR_SITE_DATA = '"cache"';

/** Where the cookies of a deployment are valid. */
export interface CookieScope {
  readonly SSO_COOKIE_DOMAIN: string;
}

/**
 * `Set-Cookie` value that hands the access token to a browser, out of reach of its scripts.
 * @param maxAge seconds left of the session's absolute limit
 */
export function accessCookie(scope: CookieScope, token: string, maxAge: number): string {
  return `${ACCESS_COOKIE}=${token}; ${reach(scope, maxAge)}; Secure; HttpOnly; SameSite=Lax`;
}

/**
 * `Set-Cookie` value that hands the refresh token to a browser, for the bank's own host alone.
 * @param maxAge seconds left of the session's absolute limit
 */
export function refreshCookie(token: string, maxAge: number): string {
  return `${REFRESH_COOKIE}=${token}; Path=/; Max-Age=${wholeSeconds(maxAge)}; Secure; HttpOnly; SameSite=Strict`;
}

/**
 * `Set-Cookie` value with the `sid` of a session that was ended at a service; an empty one clears it.
 * @param maxAge seconds left of the session's absolute limit
 */
export function outCookie(scope: CookieScope, sid: string, maxAge: number): string {
  return `${OUT_COOKIE}=${sid}; ${reach(scope, maxAge)}; Secure; HttpOnly; SameSite=Lax`;
}

/**
 * `Set-Cookie` value with a new random hint, readable by scripts: set on every login and change of user.
 * @param maxAge seconds left of the session's absolute limit
 */
export function hintCookie(scope: CookieScope, maxAge: number): string {
  return hint(scope, randomBytes(8).toString('base64url'), maxAge);
}

/** `Set-Cookie` values that any service sends at logout: nothing is left of a session, so nothing is kept of its cookies. */
export function clearedSessionCookies(scope: CookieScope): string[] {
  return [accessCookie(scope, '', 0), hint(scope, '', 0)];
}

/** `Set-Cookie` values that the bank sends when a session is over: its own cookies go as well. */
export function clearedBankCookies(scope: CookieScope): string[] {
  return [...clearedSessionCookies(scope), refreshCookie('', 0), outCookie(scope, '', 0)];
}

function hint(scope: CookieScope, value: string, maxAge: number): string {
  return `${HINT_COOKIE}=${value}; ${reach(scope, maxAge)}; Secure; SameSite=Lax`;
}

// Browsers ignore a Max-Age that is not a whole number, and the cookie would outlive its session.
function reach({ SSO_COOKIE_DOMAIN: domain }: CookieScope, maxAge: number): string {
  return `Domain=${domain}; Path=/; Max-Age=${wholeSeconds(maxAge)}`;
}

function wholeSeconds(maxAge: number): number {
  return Math.max(0, Math.floor(maxAge) || 0);
}
