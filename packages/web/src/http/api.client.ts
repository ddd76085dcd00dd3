import { asApiError } from './api.errors.js';
import type { ApiError } from './api.errors.js';
import { request } from './request.js';
import type { Answer } from './request.js';

/** What a site does about an error: returns once the request is worth repeating, throws what the caller gets to see. */
export type Recovery = (error: ApiError) => Promise<void>;

let beginRecovery: (() => Recovery) | undefined;

/**
 * Makes every request of the page recover from an error of its login.
 *
 * @param begin - called before each request; what it returns sees the errors of that request alone
 */
export function recoverThrough(begin: () => Recovery): void {
  beginRecovery = begin;
}

/**
 * Sends a request to the page's own service, renewing the login on the way where that helps.
 *
 * @param method - HTTP method
 * @param path - path on the page's own origin
 * @param body - sent as JSON when given; sent again if the request has to be repeated
 * @returns the parsed answer, undefined for an answer without a body
 * @throws ApiError for any answer but a success, and when no answer came
 */
export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  return (await callWithTime<T>(method, path, body)).value;
}

/** As {@link call}, with the time at which the service answered. */
export async function callWithTime<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  const recover = beginRecovery?.();
  for (;;) {
    try {
      return await request<T>(method, path, body);
    } catch (thrown) {
      const error = asApiError(thrown);
      if (recover === undefined) throw error;
      await recover(error);
    }
  }
}
