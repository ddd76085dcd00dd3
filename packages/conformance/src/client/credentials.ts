/** The name of the access cookie. */
export const ACCESS_COOKIE = '__Secure-latchkey';

/** What a browser adds to a fetch from the service's own page. */
export function ownPage({ url }: { readonly url: string }): [string, string][] {
  return [
    ['Origin', url],
    ['Sec-Fetch-Site', 'same-origin'],
    ['Sec-Fetch-Mode', 'cors'],
    ['Sec-Fetch-Dest', 'empty'],
  ];
}

/** A token as a program sends it (RFC 6750 §2.1). */
export function bearer(token: string): [string, string] {
  return ['Authorization', `Bearer ${token}`];
}

/** A token as a browser sends it. */
export function accessCookie(token: string): [string, string] {
  return ['Cookie', `${ACCESS_COOKIE}=${token}`];
}

/** The claims of a token, unverified; throws a SyntaxError if its payload is not JSON. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}
