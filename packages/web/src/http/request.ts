import { ApiError } from './api.errors.js';
import { foreignResponse, foreignAuthorization, isProblem } from './foreign-response.rules.js';
import { retryAfterSeconds } from './retry-after.rules.js';

const PATIENCE_MS = 15_000;
const OFFLINE = {
  code: 'offline',
  detail: 'You are offline, so this could not be sent. Try again once you are back online.',
};
const UNREACHABLE = {
  code: 'unreachable',
  detail: 'The service did not respond. Check your connection and try again.',
};

/** What a service answered. */
export interface Answer<T> {
  /** The parsed body, undefined where there is none. */
  value: T;
  /** When the service answered by its own clock, milliseconds since 1970; NaN if it did not say. */
  servedAt: number;
}

/**
 * One request and its answer. Cookies carry the session, so nothing here reads or holds a token.
 *
 * @param where - a path of the page's own service, or a URL of another service that allows the page's origin
 * @param body - sent as JSON when given
 * @throws ApiError for any answer but a success, and when no answer came
 */
export async function request<T>(method: string, where: string | URL, body?: unknown): Promise<Answer<T>> {
  const response = await send(method, where, body);
  // Not followed: it leads away from the service, for example to a proxy's login.
  if (response.type === 'opaqueredirect') throw foreign(response);
  if (!response.ok) throw await errorOf(response);
  const servedAt = dateOf(response);
  if (response.status === 204) return { value: undefined as T, servedAt };
  const value = await response.json().catch((cause: unknown) => {
    throw foreign(response, cause);
  });
  return { value: value as T, servedAt };
}

async function send(method: string, where: string | URL, body: unknown): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    return await fetch(where, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      credentials: typeof where === 'string' ? 'same-origin' : 'include',
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (cause) {
    // By Reflect for the tests, whose navigator is Node's.
    const isOffline = Reflect.get(navigator, 'onLine') === false;
    throw new ApiError({ status: 0, ...(isOffline ? OFFLINE : UNREACHABLE) }, { cause });
  }
}

async function errorOf(response: Response): Promise<ApiError> {
  const problem: unknown = await response.json().catch(() => undefined);
  if (!isProblem(problem)) return foreign(response);
  const { code, detail, requestId, errors, endReason, refusedHeader } = problem;
  const facts = factsOf(response);
  return new ApiError({
    ...facts,
    code,
    detail: detail ?? 'Something went wrong on our side. Please try again.',
    requestId: requestId ?? facts.requestId,
    errors,
    endReason,
    ...(refusedHeader !== undefined && foreignAuthorization(refusedHeader)),
  });
}

/** Not one of our services: what it says about a login has no effect on the login here. */
function foreign(response: Response, cause?: unknown): ApiError {
  return new ApiError({ ...factsOf(response), ...foreignResponse(response.status) }, { cause });
}

function factsOf(response: Response) {
  return {
    status: response.status,
    requestId: response.headers.get('x-request-id') ?? undefined,
    servedAt: dateOf(response),
    retryAfter: retryAfterSeconds(response.headers.get('retry-after'), Date.now()),
  };
}

function dateOf(response: Response): number {
  return Date.parse(response.headers.get('date') ?? '');
}
