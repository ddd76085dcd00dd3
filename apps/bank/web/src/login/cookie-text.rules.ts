/** What there is to say about a browser that keeps no cookie; the site's host stands between the two parts of the advice. */
export interface CookieText {
  title: string;
  advice: readonly [before: string, after: string];
}

/** @param isRefused - after a correct login that was not kept; else before anyone has typed a password */
export function cookieText(isRefused: boolean): CookieText {
  if (isRefused) {
    return {
      title: 'Your browser did not keep the login.',
      advice: [
        'Your username and password are correct, but the browser rejected the cookie. Allow cookies for ',
        ' and open this page at exactly that address.',
      ],
    };
  }
  return {
    title: 'Your browser blocks cookies.',
    advice: ['You cannot stay logged in without them. Allow cookies for ', ', then reload this page.'],
  };
}
