/** Where a login leads. */
export type ReturnDecision =
  | { kind: 'home' }
  | { kind: 'path'; path: string }
  | { kind: 'service'; url: string; origin: string }
  | { kind: 'refused' };

const LONGEST = 2048;
const LOGIN_PAGES = new Set(['/login', '/register']);

/**
 * Decides where a user goes after the login: a path of this site, or a URL whose origin is in the registry. Compared as
 * parsed URLs, because prefixes can deceive (`https://bank.example.evil.example`, `//evil.example`, `/\evil.example`).
 *
 * @param returnTo - the raw value, undefined if none was given
 * @param ownOrigin - origin of the page
 * @param serviceUrls - the URLs of the registry
 */
export function decideReturn(returnTo: unknown, ownOrigin: string, serviceUrls: readonly string[]): ReturnDecision {
  if (returnTo === undefined || returnTo === '') return { kind: 'home' };
  if (typeof returnTo !== 'string' || !isPlain(returnTo)) return { kind: 'refused' };
  const isPath = isOwnPath(returnTo);
  const url = URL.parse(returnTo, isPath ? ownOrigin : undefined);
  // Only http: the origin of a blob: URL is the one inside it.
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    return { kind: 'refused' };
  // A path of two slashes would be read as another host wherever it is used as a reference.
  if (url.pathname.startsWith('//')) return { kind: 'refused' };
  if (url.origin === ownOrigin) return ownDecision(url);
  if (isPath || !serviceUrls.some((service) => URL.parse(service)?.origin === url.origin)) return { kind: 'refused' };
  return { kind: 'service', url: url.href, origin: url.origin };
}

/** An address as a `return_to` that {@link decideReturn} takes, cut to the site's start page where it is too long. */
export function asReturnTo(here: URL): string {
  const text = here.href.replaceAll('\\', '%5C');
  return isPlain(text) ? text : `${here.origin}/`;
}

/** Whether a value is meant as a path of this site, which needs no registry to be decided. */
export function isOwnPath(returnTo: string): boolean {
  return returnTo.startsWith('/');
}

// Visible ASCII without backslash: browsers drop tabs and line ends, and read a backslash as a slash.
function isPlain(text: string): boolean {
  return text.length <= LONGEST && /^[\x21-\x5b\x5d-\x7e]+$/.test(text);
}

function ownDecision(url: URL): ReturnDecision {
  if (LOGIN_PAGES.has(url.pathname)) return { kind: 'home' };
  return { kind: 'path', path: url.pathname + url.search + url.hash };
}
