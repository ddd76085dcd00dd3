import { mayGo, readAttempts, withAttempt } from './attempts.rules.js';

// Of this tab, or of this host where storage is blocked; then all targets count as one, since a cookie holds little.
const KEY = 'latchkey:renewals';
const COOKIE = 'latchkey-renewals';
const COOKIE_SECONDS = 60;
const ANY = 'any';

/** Whether a person may be sent to the target once more. */
export function mayGoTo(target: string): boolean {
  const now = Date.now();
  return mayGo(readAttempts(fromStorage(), now), target) && mayGo(readAttempts(fromCookie(), now), ANY);
}

/** Remembers that a person is sent to the target. */
export function rememberGoingTo(target: string): void {
  const now = Date.now();
  try {
    sessionStorage.setItem(KEY, JSON.stringify(withAttempt(readAttempts(fromStorage(), now), target, now)));
  } catch {
    const text = encodeURIComponent(JSON.stringify(withAttempt(readAttempts(fromCookie(), now), ANY, now)));
    document.cookie = `${COOKIE}=${text}; Path=/renew; Max-Age=${COOKIE_SECONDS}; SameSite=Lax`;
  }
}

function fromStorage(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function fromCookie(): string | null {
  const value = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(document.cookie)?.[1];
  return value === undefined ? null : decodeURIComponent(value);
}
