import { asReturnTo } from './return-to.rules.js';
import { decideLoginNavigation, readNavigationTimes } from './login-navigation.rules.js';

// Of this tab, or of this host where storage is blocked. Only times are kept, never a token.
const KEY = 'latchkey:login-navigations';
const COOKIE = 'latchkey-navigations';
const COOKIE_SECONDS = 60;

/** On the way to the login; stopped by the bound; or not gone, because nothing here could keep a login, or the bound. */
export type WayToLogin = 'gone' | 'bound' | 'nothing_kept';

/**
 * Sends the user to the login and back to this page afterwards, unless that happened too often within a minute.
 *
 * @param issuer - the bank's public URL
 * @param isLoggedOut - the person has just logged out: the login says so
 */
export function goToLogin(issuer: URL, isLoggedOut: boolean): WayToLogin {
  const past = [fromStorage(), fromCookie()].flatMap(readNavigationTimes);
  const { allowed, times } = decideLoginNavigation(past, Date.now());
  if (!remember(JSON.stringify(times))) return 'nothing_kept';
  if (!allowed) return 'bound';
  const login = new URL(loginAddress(issuer));
  if (isLoggedOut) login.searchParams.set('logged_out', 'true');
  location.replace(login);
  return 'gone';
}

/** The login's address, with the current page as the one to return to. */
export function loginAddress(issuer: URL): string {
  const login = new URL('/login', issuer);
  const here = asReturnTo(new URL(location.href));
  // At the bank itself a path, which needs no look at the registry.
  login.searchParams.set('return_to', here.startsWith(`${login.origin}/`) ? here.slice(login.origin.length) : here);
  return login.href;
}

/** Resets the limit: a session is there, or the user asked to try again. */
export function forgetLoginNavigations(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Storage is closed: the cookie has it.
  }
  if (fromCookie() !== null) setCookie('', 0);
}

function remember(text: string): boolean {
  try {
    sessionStorage.setItem(KEY, text);
    return true;
  } catch {
    setCookie(text, COOKIE_SECONDS);
    return fromCookie() === text;
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
  try {
    const value = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(document.cookie)?.[1];
    return value === undefined ? null : decodeURIComponent(value);
  } catch {
    return null;
  }
}

function setCookie(text: string, seconds: number): void {
  try {
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    document.cookie = `${COOKIE}=${encodeURIComponent(text)}; Path=/; Max-Age=${seconds}; SameSite=Lax${secure}`;
  } catch {
    // Reading them back tells whether there are cookies at all.
  }
}
