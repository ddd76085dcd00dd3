import type { Page, Route } from '@playwright/test';
import { request, type Response } from '../stack/request.js';

const anyQuery = (path: string): RegExp => new RegExp(`^https?://[^/]+${path.replaceAll('/', '\\/')}(\\?.*)?$`);

/** The request id of every failure that is stubbed. */
export const STUBBED_REQUEST = '00000000-0000-7000-8000-00000000c0de';

/** A problem to answer with; with seconds to wait, if it names some. */
interface StubbedProblem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly endReason?: string;
  readonly retryAfter?: number;
}

/** Lets a service refuse or fail with a problem document, as it would; until what it returns is called. */
export async function fail(
  page: Page,
  path: string,
  { status, retryAfter, ...more }: StubbedProblem,
): Promise<() => Promise<void>> {
  const body = {
    type: 'about:blank',
    title: 'Stubbed',
    status,
    requestId: STUBBED_REQUEST,
    ...more,
  };
  return instead(page, path, async (route) => {
    const { origin = '' } = route.request().headers();
    await route.fulfill({
      status,
      contentType: 'application/problem+json',
      headers: {
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      },
      body: JSON.stringify(body),
    });
  });
}

/** Changes what a service answers; the service is asked for real. */
export function alter<T>(page: Page, path: string, change: (answer: T) => unknown): Promise<() => Promise<void>> {
  return instead(page, path, async (route) => {
    const response = await askInstead(page, route);
    const date = response.headers.get('date')?.[0] ?? '';
    const json = change(JSON.parse(response.body) as T);
    await route.fulfill({ status: response.status, headers: { date }, json });
  });
}

/** Loses the next answer to a POST: the service hears it and acts, the browser is cut off. Tells the lost statuses. */
export async function loseAnswer(page: Page, path: string): Promise<() => number[]> {
  const lost: number[] = [];
  await instead(page, path, async (route) => {
    if (route.request().method() !== 'POST' || lost.length > 0) return route.fallback();
    lost.push((await askInstead(page, route)).status);
    return route.abort('connectionrefused');
  });
  return () => lost;
}

/** Lets a service take its time until what it returns is called. */
export async function holdUp(page: Page, path: string): Promise<() => Promise<void>> {
  let go = (): void => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  const end = await instead(page, path, async (route) => {
    await gate;
    await route.continue();
  });
  return async () => {
    go();
    await end();
  };
}

/** Asks what the browser asks, with its cookies; the browser itself hears nothing of the answer. */
async function askInstead(page: Page, route: Route): Promise<Response> {
  const asked = route.request();
  const { origin, host, port, pathname, search, protocol } = new URL(asked.url());
  const cookies = (await page.context().cookies(asked.url())).map(({ name, value }) => `${name}=${value}`);
  const headers = Object.entries({ ...asked.headers(), cookie: cookies.join('; ') });
  const json: unknown = asked.postDataJSON() ?? undefined;
  const ownPort = protocol === 'https:' ? 443 : 80;
  const place = { url: origin, host, port: port === '' ? ownPort : Number(port) };
  // Passwords are hashed at the lowest priority: a machine that is busy with other things takes its time.
  return request(place, { method: asked.method(), path: pathname + search, headers, json, deadline: 180_000 });
}

async function instead(page: Page, path: string, act: (route: Route) => Promise<void>): Promise<() => Promise<void>> {
  const where = anyQuery(path);
  const underway = new Set<Promise<void>>();
  const handler = async (route: Route): Promise<void> => {
    const work = act(route);
    underway.add(work);
    await work.finally(() => underway.delete(work));
  };
  await page.route(where, handler);
  return async () => {
    // A route that is taken away under a running handler is answered by the browser itself.
    await Promise.all(underway);
    await page.unroute(where, handler);
  };
}
