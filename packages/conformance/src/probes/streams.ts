import { randomUUID } from 'node:crypto';
import { sleep } from '../client/clock.js';
import { bearer } from '../client/credentials.js';
import type { EventStream } from '../client/event-stream.js';
import { finding, isGood, verdictOf, type Finding } from '../client/exchange.js';
import { STREAM } from '../client/remote-service.js';
import { mintOf, Skipped, type Probe, type ProbeContext } from '../probe/probe.js';
import { carry } from '../probe/refused.js';
import { followed, NEEDS } from './feed-calls.js';
import { LOGOUT, realSession } from './logout.js';

const CALM_MS = 300;
const WAYS = ['bearer', 'cookie'] as const;

/** The stream of a session that lives; skipped where the service has none, or gives pages at every address. */
async function opened(context: ProbeContext, token: string, via: (typeof WAYS)[number]): Promise<EventStream> {
  const { service } = context;
  const stream = service.stream([carry[via](token)]);
  await stream.begins(service.patience);
  const { answer } = stream.exchange;
  const isPage = answer?.headers.get('content-type')?.[0]?.startsWith('text/html') === true;
  if (answer?.status !== 404 && !(isGood(stream.exchange) && isPage)) return stream;
  stream.close();
  throw new Skipped(`${STREAM} answers ${answer.status}: a service without a site needs no stream`);
}

/** What is wrong with a stream that has to have ended by itself, and why. */
async function endErrors(kind: string, stream: EventStream, code: string, within: number): Promise<Finding[]> {
  const isClosed = await stream.closes(within);
  const data = stream.dataOf('end');
  const told = codeIn(data);
  stream.close();
  return [
    ...(told === code
      ? []
      : [finding(kind, stream.exchange, `the event \`end\` tells ${data ?? 'nothing: none came'}`)]),
    ...(isClosed ? [] : [finding(kind, stream.exchange, 'it stays open')]),
  ];
}

function codeIn(data = ''): unknown {
  try {
    return (JSON.parse(data) as { code?: unknown } | null)?.code;
  } catch {
    return undefined;
  }
}

export const streams: Probe[] = [
  {
    id: 'stream-opens',
    name: 'holds a stream open for a page, and says something at once',
    sends: `\`GET ${STREAM}\` with a good token, as bearer and as cookie`,
    demands:
      '200 `text/event-stream`, `Cache-Control: no-store`, a first line at once, and no end while the session lives',
    source: 'WHATWG HTML §9.2, server-sent events; service contract: open pages lock within a second',
    rules: ['stream', 'no-store'],
    run: async (context) => {
      const found = await Promise.all(
        WAYS.map(async (via) => {
          const stream = await opened(context, await context.good(via), via);
          await sleep(CALM_MS);
          const { exchange, isClosed } = stream;
          stream.close();
          const header = (name: string): string => exchange.answer?.headers.get(name)?.join() ?? 'none';
          const [type, control] = [header('content-type'), header('cache-control')];
          if (exchange.answer?.status !== 200) return [finding(`as ${via}`, exchange)];
          const wrong = [
            ...(/^text\/event-stream\b/i.test(type) ? [] : [`content-type: ${type}`]),
            ...(/\bno-store\b/i.test(control) ? [] : [`cache-control: ${control}`]),
            ...(exchange.answer.body === '' ? ['nothing came'] : []),
            ...(isClosed ? ['it ends while the session lives'] : []),
          ];
          return wrong.map((seen) => finding(`as ${via}`, exchange, seen));
        }),
      );
      return found.flat();
    },
  },
  {
    id: 'stream-refuses',
    name: 'opens a stream for nobody whom it would not let read',
    sends: `\`GET ${STREAM}\` without a token, and with a bad one`,
    demands: '401 `token_missing`; 401 `token_invalid`',
    source: 'service contract: guarded like a read',
    rules: ['stream'],
    run: async (context) => {
      (await opened(context, await context.good(), 'bearer')).close();
      const cases: [string, [string, string][], string][] = [
        ['without a token', [], '401 token_missing'],
        ['with a bad token', [bearer('a.b.c')], '401 token_invalid'],
      ];
      const found = await Promise.all(
        cases.map(async ([kind, headers, right]) => {
          const stream = context.service.stream(headers);
          await stream.begins(context.service.patience);
          stream.close();
          return verdictOf(stream.exchange) === right ? [] : [finding(kind, stream.exchange)];
        }),
      );
      return found.flat();
    },
  },
  {
    id: 'stream-ends',
    name: 'ends the streams of a session within a second after its logout, and no others',
    sends:
      'two streams of one session and one of another, as bearer and as cookie; then `POST /api/logout` of the first',
    demands:
      'the event `end` with `{"code":"session_ended"}` and the end of the connection within 1 s (`--ended-within`); the other stays open',
    source: 'service contract: open pages lock within a second',
    rules: ['stream', 'logout-here'],
    run: async (context) => {
      const { service, bounds } = context;
      const found = await Promise.all(
        WAYS.map(async (via) => {
          const [token, other] = [await realSession(context, via), await context.good(via)];
          const [one, two, neighbour] = await Promise.all(
            [token, token, other].map((which) => opened(context, which, via)),
          );
          const out = await service.write(LOGOUT, [carry[via](token)]);
          if (!isGood(out)) return [finding(`logout as ${via}`, out)];
          const within = bounds.ended * 1_000;
          const ends = await Promise.all(
            [one, two].map((stream, index) =>
              endErrors(`as ${via}, stream ${index + 1}`, stream!, 'session_ended', within),
            ),
          );
          const { exchange, isClosed } = neighbour!;
          neighbour!.close();
          return [...ends.flat(), ...(isClosed ? [finding(`as ${via}, another session`, exchange, 'it ends')] : [])];
        }),
      );
      return found.flat();
    },
  },
  {
    id: 'stream-expires',
    name: 'ends a stream when the time of its token is over, unless a newer one of the session was seen',
    sends: 'streams of two sessions with tokens that have 2 s to live; for one of them a read with a newer token',
    demands: 'for the one the event `end` with `{"code":"token_expired"}`, and the end; the other stays open',
    source: 'service contract: `exp` is hard',
    rules: ['stream', 'expired'],
    needs: ['key'],
    run: async (context) => {
      const { service, bounds } = context;
      const { tokens } = mintOf(context);
      const [sid, renewed] = [randomUUID(), randomUUID()];
      const age = bounds.tokenTtl - 2;
      const [over, lives] = await Promise.all(
        [sid, renewed].map((one) => opened(context, tokens.token({ sid: one, age }), 'bearer')),
      );
      await service.read([bearer(tokens.token({ sid: renewed }))]);
      const found = await endErrors('a token that is over', over!, 'token_expired', 2_000 + bounds.ended * 1_000);
      const { exchange, isClosed } = lives!;
      lives!.close();
      return [...found, ...(isClosed ? [finding('a session that was renewed', exchange, 'its stream ends')] : [])];
    },
  },
];

/** With the stub bank: what the feed tells reaches the pages. */
export const fedStreams: Probe[] = [
  {
    id: 'stream-told',
    name: 'ends a stream within a second after the feed names its session, or newer rights of its person',
    sends: 'three streams; then the feed names the session of one, and newer rights of the person of another',
    demands:
      'the event `end` with `{"code":"session_ended"}`, and with `{"code":"renew_required"}`, and the end of both within 1 s (`--ended-within`); the third stays open',
    source: 'service contract: open pages lock within a second, on every device',
    rules: ['stream', 'feed-follow', 'feed-rights'],
    needs: [...NEEDS],
    run: async (context) => {
      const { bounds } = context;
      const { tokens } = mintOf(context);
      const [sid, sub] = [randomUUID(), randomUUID()];
      const stubBank = await followed(context);
      const [ended, changed, other] = await Promise.all(
        [{ sid }, { sub }, {}].map((wish) => opened(context, tokens.token(wish), 'bearer')),
      );
      stubBank.revoke(sid);
      stubBank.changeRights(sub, 1);
      const within = bounds.ended * 1_000;
      const found = await Promise.all([
        endErrors('a session that the feed names', ended!, 'session_ended', within),
        endErrors('newer rights that the feed names', changed!, 'renew_required', within),
      ]);
      const { exchange, isClosed } = other!;
      other!.close();
      return [...found.flat(), ...(isClosed ? [finding('another session', exchange, 'its stream ends')] : [])];
    },
  },
];
