import type { Problem } from '@latchkey/auth/contract';
import { ApiFault } from './api.errors.js';
import { retryAfterSeconds } from './retry-after.rules.js';

const PATIENCE_MS = 15_000;

/**
 * Asks the page's own service. Cookies carry the session, so nothing here reads or holds a token.
 *
 * @param method - HTTP method
 * @param path - path on the page's own origin
 * @param body - sent as JSON when given
 * @returns the parsed answer, undefined for an answer without a body
 * @throws {@link ApiFault} for any answer but a success, and when no answer came
 */
export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await send(method, path, body);
  if (!response.ok) throw await faultOf(response);
  if (response.status === 204) return undefined as T;
  return (await response.json().catch((cause: unknown) => {
    throw new ApiFault(
      { ...unexpected(response), detail: 'The service gave an answer that this page cannot read.' },
      { cause },
    );
  })) as T;
}

async function send(method: string, path: string, body: unknown): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    return await fetch(path, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (cause) {
    throw new ApiFault(
      { status: 0, code: 'unreachable', detail: 'The service did not answer. Check your connection and try again.' },
      { cause },
    );
  }
}

async function faultOf(response: Response): Promise<ApiFault> {
  const problem = (await response.json().catch(() => undefined)) as Partial<Problem> | undefined;
  const facts = unexpected(response);
  return new ApiFault({
    ...facts,
    code: problem?.code ?? facts.code,
    detail: problem?.detail ?? facts.detail,
    requestId: problem?.requestId ?? facts.requestId,
    errors: problem?.errors,
  });
}

function unexpected(response: Response) {
  return {
    status: response.status,
    code: `http_${response.status}`,
    detail: 'Something went wrong on our side. Please try again.',
    requestId: response.headers.get('x-request-id') ?? undefined,
    retryAfter: retryAfterSeconds(response.headers.get('retry-after'), Date.now()),
  };
}
