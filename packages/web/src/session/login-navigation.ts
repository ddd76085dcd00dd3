import { asReturnTo } from './return-to.rules.js';
import { decideLoginNavigation, readNavigationTimes } from './login-navigation.rules.js';

// Of this tab only, and only times: a token never comes near storage.
const KEY = 'latchkey:login-navigations';

/**
 * Sends the person to the login and back to this page afterwards, unless that happened too often within a minute.
 *
 * @param issuer - the bank's public URL
 * @param isLoggedOut - the person has just logged out: the login says so
 * @returns false if the bound was reached, or if storage is closed and it cannot be kept
 */
export function goToLogin(issuer: URL, isLoggedOut: boolean): boolean {
  try {
    const { allowed, times } = decideLoginNavigation(readNavigationTimes(sessionStorage.getItem(KEY)), Date.now());
    sessionStorage.setItem(KEY, JSON.stringify(times));
    if (!allowed) return false;
  } catch {
    return false;
  }
  const login = new URL(loginAddress(issuer));
  if (isLoggedOut) login.searchParams.set('logged_out', 'true');
  location.replace(login);
  return true;
}

/** The login's address, with the page at hand as the one to return to. */
export function loginAddress(issuer: URL): string {
  const login = new URL('/login', issuer);
  const here = asReturnTo(new URL(location.href));
  // At the bank itself a path, which needs no registry to be believed.
  login.searchParams.set('return_to', here.startsWith(`${login.origin}/`) ? here.slice(login.origin.length) : here);
  return login.href;
}

/** Starts the bound anew: the person is known, or asked to try again. */
export function forgetLoginNavigations(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Storage is closed: nothing was remembered either.
  }
}
