import { randomBytes } from 'node:crypto';
import type { AuthConfig } from '../config/auth.config.js';

/** The access token, for every service below the cookie domain. */
export const ACCESS_COOKIE = '__Secure-latchkey';
/** The refresh token, for the bank alone. */
export const REFRESH_COOKIE = '__Host-latchkey-refresh';
/** Tells scripts that someone else is logged in now, and nothing more. */
export const HINT_COOKIE = 'latchkey-hint';

/** Where the cookies of a house are valid. */
export type CookieScope = Pick<AuthConfig, 'SSO_COOKIE_DOMAIN'>;

/**
 * `Set-Cookie` value that hands the access token to a browser, out of reach of its scripts.
 * @param maxAge seconds left of the session's absolute limit
 */
export function accessCookie(scope: CookieScope, token: string, maxAge: number): string {
  return `${ACCESS_COOKIE}=${token}; ${reach(scope, maxAge)}; Secure; HttpOnly; SameSite=Lax`;
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

function hint(scope: CookieScope, value: string, maxAge: number): string {
  return `${HINT_COOKIE}=${value}; ${reach(scope, maxAge)}; Secure; SameSite=Lax`;
}

// Browsers ignore a Max-Age that is not a whole number, and the cookie would outlive its session.
function reach({ SSO_COOKIE_DOMAIN: domain }: CookieScope, maxAge: number): string {
  return `Domain=${domain}; Path=/; Max-Age=${Math.max(0, Math.floor(maxAge) || 0)}`;
}
