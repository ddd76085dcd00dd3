import type { Problem } from '@latchkey/verifier/contract';

/** What a page says of an answer that none of our services gave, as of a proxy in front or of a network's own login. */
interface ForeignResponse {
  /** 0 for a 4xx: it is not the service that refuses, so nobody is logged out by it. */
  status: number;
  code: string;
  detail: string;
}

/** Whether a body is a problem of ours: every one has a code. */
export function isProblem(body: unknown): body is Partial<Problem> & Pick<Problem, 'code'> {
  return typeof body === 'object' && body !== null && typeof Reflect.get(body, 'code') === 'string';
}

/** Code of the error for a header that the page did not send: no login and no renewal changes that. */
export const FOREIGN_AUTHORIZATION = 'authorization_foreign';

/** What to say where a header that the browser or something in between has added was taken for the login. */
export function foreignAuthorization(name: string): { code: string; detail: string } {
  const detail = `Your browser, one of its extensions or a server in between adds an “${name}” header to the requests of this page, and it is used instead of your login. Logging in again will not help: the header has to be removed for this site.`;
  return { code: FOREIGN_AUTHORIZATION, detail };
}

/**
 * @param status - HTTP status; 0 for a redirect that was not followed
 */
export function foreignResponse(status: number): ForeignResponse {
  if (status >= 500) {
    const detail = `The server in front of the service answered ${status}, so your request did not get through. Please try again soon.`;
    return { status, code: 'gateway_error', detail };
  }
  if (status === 429) {
    const detail = 'The server in front of the service asks you to wait a little.';
    return { status, code: 'gateway_busy', detail };
  }
  const what = status === 0 ? 'with a redirect' : `with ${status}`;
  const detail = `Something between this page and the service answered in its place ${what}, such as a proxy with a login of its own. Reload the page. If that does not help, tell the operator of this site.`;
  return { status: 0, code: 'foreign_answer', detail };
}
