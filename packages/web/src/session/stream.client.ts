import { isProblem } from '../http/foreign-response.rules.js';
import { retryAfterSeconds } from '../http/retry-after.rules.js';
import { isEndCode, readEvents } from './stream.rules.js';
import type { StreamOutcome } from './stream.rules.js';

const PATH = '/api/session/stream';
const TYPE = 'text/event-stream';
/** The first comment comes at once: a proxy that keeps it back keeps back everything. */
const FIRST_MS = 15_000;
/** Comments come every 15 seconds; two may be late. */
const SILENCE_MS = 40_000;

/**
 * Holds the stream by which the page's own service tells that the session is over. By fetch, not EventSource, which keeps
 * comments and statuses to itself.
 *
 * @param signal - closes it
 * @param alive - called whenever the service shows that the stream lives
 */
export async function followStream(signal: AbortSignal, alive: () => void): Promise<StreamOutcome> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), FIRST_MS);
  let status = 0;
  let openedAt: number | undefined;
  const lived = () => (openedAt === undefined ? 0 : performance.now() - openedAt);
  try {
    const response = await fetch(PATH, {
      headers: { accept: TYPE },
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!response.ok || response.body === null || response.headers.get('content-type')?.startsWith(TYPE) !== true) {
      return await refused(response);
    }
    status = response.status;
    let text = '';
    for await (const chunk of textsOf(response.body)) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      openedAt ??= performance.now();
      alive();
      const { code, rest } = readEvents(text + chunk);
      if (code !== undefined) return { code, status, livedMs: lived() };
      text = rest;
    }
  } catch {
    // Cut, silent, closed by this page, or never there.
  } finally {
    clearTimeout(timer);
    // Also where the loop was left: whoever reads no more holds no connection.
    silence.abort();
  }
  return { status, livedMs: lived() };
}

async function refused(response: Response): Promise<StreamOutcome> {
  const problem: unknown = await response.json().catch(() => undefined);
  const code = response.status === 401 && isProblem(problem) && isEndCode(problem.code) ? problem.code : undefined;
  const retryAfter = retryAfterSeconds(response.headers.get('retry-after'), Date.now());
  return { code, status: response.ok ? 0 : response.status, livedMs: 0, retryAfter };
}

// By a reader: not every browser iterates a stream.
async function* textsOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
