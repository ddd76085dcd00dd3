import type { CurrentAnswer } from '@latchkey/verifier/contract';
import { request } from '../http/request.js';

/** Asks the bank whether a session is the one that this browser is logged in with; undefined if the bank does not say. */
export type IsCurrent = (sid: string) => Promise<boolean | undefined>;

/**
 * An access cookie can be planted by any host below the cookie domain. Only the bank can tell, by a cookie that no other host
 * can plant; if the bank does not answer, the page goes on.
 *
 * @param issuer - the bank's public URL
 */
export function askIssuer(issuer: URL): IsCurrent {
  return async (sid) => {
    const question = new URL('/api/refresh', issuer);
    question.searchParams.set('sid', sid);
    try {
      return (await request<CurrentAnswer>('GET', question)).value.current;
    } catch {
      return undefined;
    }
  };
}
