import type { BrowserContext, Request } from '@playwright/test';
import { codeOf, onRequest } from '../../stack/request.js';
import type { Recorder } from './recorder.js';

const TOLD = ['document', 'fetch', 'xhr'];

/** Hears what the pages of a browser ask and what they are answered. */
export function captureBrowser(context: BrowserContext, recorder: Recorder): void {
  const hear = (request: Request): void => {
    if (TOLD.includes(request.resourceType())) recorder.await(tell(request, recorder));
    else recorder.record.files += 1;
  };
  context.on('requestfinished', hear);
  context.on('requestfailed', hear);
}

async function tell(request: Request, recorder: Recorder): Promise<void> {
  const { startTime, responseEnd } = request.timing();
  const response = await request.response();
  const [requestHeaders, responseHeaders] = await Promise.all([
    request.headersArray().catch(() => []),
    response?.headersArray().catch(() => []) ?? [],
  ]);
  const pairs = (headers: readonly { name: string; value: string }[]): [string, string][] =>
    headers.map(({ name, value }) => [name, value]);
  const problem = response !== null && response.status() >= 400 ? await response.text().catch(() => '') : '';
  recorder.capture({
    by: 'browser',
    at: startTime,
    method: request.method(),
    url: request.url(),
    status: response?.status(),
    error: request.failure()?.errorText,
    milliseconds: Math.max(0, responseEnd),
    code: codeOf({ body: problem }) || undefined,
    requestHeaders: pairs(requestHeaders),
    responseHeaders: pairs(responseHeaders),
    bodies: [],
  });
}

/** Hears every call that programs of this process make, until what it returns is called. */
export function capturePrograms(recorder: Recorder): () => void {
  return onRequest((place, asked, outcome, milliseconds) => {
    const response = outcome instanceof Error ? undefined : outcome;
    recorder.capture({
      by: 'program',
      at: Date.now() - milliseconds,
      method: asked.method ?? 'GET',
      url: place.url + asked.path,
      status: response?.status,
      error: outcome instanceof Error ? outcome.message : undefined,
      milliseconds,
      code: response === undefined || response.status < 400 ? undefined : codeOf(response) || undefined,
      requestHeaders: asked.headers ?? [],
      responseHeaders: [...(response?.headers ?? [])].flatMap(([name, values]) =>
        values.map((value): [string, string] => [name, value]),
      ),
      bodies: response === undefined ? [] : [response.body],
    });
  });
}
