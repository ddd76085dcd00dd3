import type { ForgedAnswer } from '@latchkey/conformance/attacks';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { freePort } from '../stack/free-port.ts';

/** Stands between retirement and the bank, brings what is asked, and now and then something else. */
export interface FeedProxy {
  readonly url: string;
  /** Answers the next question with this; resolves when it was given and another question has come since. */
  give(forged: ForgedAnswer): Promise<void>;
  /** The last authentic answer that was brought. */
  last(): string;
  stop(): Promise<void>;
}

const FEED = '/.well-known/latchkey/revocations';

export async function openFeedProxy(bank: () => { port: number; host: string }): Promise<FeedProxy> {
  const port = await freePort();
  let waiting: { forged: ForgedAnswer; done: () => void } | undefined;
  let given: (() => void) | undefined;
  let last = '';

  const server = createServer((incoming, outgoing) => {
    outgoing.on('error', () => outgoing.destroy());
    if (!(incoming.url ?? '').startsWith(FEED)) return bring(incoming.url ?? '/', incoming, outgoing);
    given?.();
    given = undefined;
    if (waiting === undefined) {
      // Always the whole set and at once, so that each answer brings something new and nobody backs off.
      const { searchParams } = new URL(incoming.url ?? '', 'http://bank.invalid');
      const [ver, after] = [searchParams.get('ver'), searchParams.get('deleted_after')];
      const path = ver === null ? FEED : `${FEED}?ver=${ver}&deleted_after=${after ?? 0}`;
      return bring(path, undefined, outgoing, (text) => (last = text));
    }
    given = waiting.done;
    answer(outgoing, waiting.forged);
    waiting = undefined;
  });
  const bring = (
    path: string,
    incoming: IncomingMessage | undefined,
    outgoing: ServerResponse,
    keep: (text: string) => void = () => undefined,
  ): void => {
    const asked = request({ ...bank(), host: '127.0.0.1', path, headers: { host: bank().host }, agent: false });
    asked.on('error', () => outgoing.destroy());
    asked.on('response', (from) => {
      const chunks: Buffer[] = [];
      from.on('data', (chunk: Buffer) => chunks.push(chunk));
      from.on('end', () => {
        // A bank on a busy machine may not know at the moment what is so now; a service would ask again.
        if (path.startsWith(FEED) && from.statusCode === 503)
          return void setTimeout(() => bring(path, incoming, outgoing, keep), 1_000);
        const body = Buffer.concat(chunks);
        if (from.statusCode === 200) keep(body.toString());
        outgoing.writeHead(from.statusCode ?? 502, { 'content-type': from.headers['content-type'] ?? '' }).end(body);
      });
    });
    incoming?.resume();
    asked.end();
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    give: (forged) => new Promise((resolve) => (waiting = { forged, done: resolve })),
    last: () => last,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(outgoing: ServerResponse, forged: ForgedAnswer): void {
  const { status = 200, headers = { 'content-type': 'application/jwt' }, body = '' } = forged;
  outgoing.writeHead(status, headers);
  if (forged.breaksOff === true) {
    outgoing.write(body);
    setTimeout(() => outgoing.destroy(), 20);
  } else if (forged.endless === true) pour(outgoing);
  else outgoing.end(body);
}

function pour(outgoing: ServerResponse): void {
  const chunk = Buffer.alloc(1_000_000, 'A');
  const more = (): void => {
    while (!outgoing.destroyed) if (!outgoing.write(chunk)) return void outgoing.once('drain', more);
  };
  more();
}
