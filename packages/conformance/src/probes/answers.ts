import { accessCookie, bearer } from '../client/credentials.js';
import { sleep } from '../client/clock.js';
import type { Probe } from '../probe/probe.js';
import { challengeOf, problemOf } from '../client/problem.js';
import { finding, isGood, type Exchange } from '../client/exchange.js';
import type { RemoteService } from '../client/remote-service.js';

const ATTACKER = 'http://attacker.invalid';

const allowedBy = ({ answer }: Exchange): string | undefined =>
  answer?.headers.get('access-control-allow-origin')?.join();

export const answers: Probe[] = [
  {
    id: 'refusal-shape',
    name: 'refuses in the shape that sites and programs act on, and lets nobody keep it',
    sends: 'a bad bearer, a bad cookie, nothing',
    demands:
      '`application/problem+json` with `type`, `title`, `status`, `code`, `requestId`; `WWW-Authenticate: Bearer`, with `error="invalid_token"` where a token came and without where none did; `Cache-Control: no-store`',
    source: 'RFC 9457 §3; RFC 6750 §3; RFC 9111 §5.2.2.5',
    rules: ['problem', 'challenge', 'no-store'],
    run: async ({ service }) => {
      const ways: [string, readonly (readonly [string, string])[], boolean][] = [
        ['a bad bearer', [bearer('a.b.c')], true],
        ['a bad cookie', [accessCookie('a.b.c')], true],
        ['no token', [], false],
      ];
      const found = await Promise.all(
        ways.map(async ([kind, headers, came]) => {
          const exchange = await service.read(headers);
          const { answer } = exchange;
          if (answer === null) return [finding(kind, exchange)];
          const header = (name: string): string => answer.headers.get(name)?.join() ?? 'none';
          const challenge = challengeOf(answer);
          const isRight: [string, boolean][] = [
            ['content-type', /^application\/problem\+json\b/i.test(header('content-type'))],
            ['cache-control', /\bno-store\b/i.test(header('cache-control'))],
            ['www-authenticate', challenge !== undefined && challenge.error === (came ? 'invalid_token' : undefined)],
          ];
          const problem = problemOf(answer) ?? {};
          const absent = ['type', 'title', 'status', 'code', 'requestId'].filter((name) => !(name in problem));
          const wrong = [
            ...(answer.status === 401 ? [] : [String(answer.status)]),
            ...isRight.filter(([, right]) => !right).map(([name]) => `${name}: ${header(name)}`),
            ...absent.map((name) => `no ${name}`),
          ];
          return wrong.map((seen) => finding(kind, exchange, seen));
        }),
      );
      return found.flat();
    },
  },
  {
    id: 'no-redirect',
    name: 'answers an API call without a token with 401, never with a redirect to a login page',
    sends: 'the guarded GET with `Accept: text/html`, as a browser navigates',
    demands: '401',
    source: 'service contract: pages lead to the login, the API does not',
    rules: ['no-redirect'],
    run: async ({ service }) => {
      const exchange = await service.read([['Accept', 'text/html,application/xhtml+xml']]);
      return exchange.answer?.status === 401 ? [] : [finding('a navigation without a token', exchange)];
    },
  },
  {
    id: 'kept-by-nobody',
    name: 'lets nobody keep what it tells a caller',
    sends: 'the guarded GET with a good token',
    demands: '`Cache-Control: no-store`, and no word of the token in the answer',
    source: 'RFC 9111 §5.2.2.5',
    rules: ['no-store'],
    run: async ({ service, good }) => {
      const token = await good();
      const exchange = await service.read([bearer(token)]);
      const control = exchange.answer?.headers.get('cache-control')?.join() ?? 'none';
      const isEchoed = exchange.answer?.raw.includes(token.split('.')[2] ?? '') === true;
      return [
        ...(/\bno-store\b/i.test(control) ? [] : [finding('a good token', exchange, `Cache-Control: ${control}`)]),
        ...(isEchoed ? [finding('a good token', exchange, 'the token comes back')] : []),
      ];
    },
  },
  {
    id: 'head-options',
    name: 'answers HEAD as GET without a body, and OPTIONS without letting a stranger in',
    sends: 'HEAD with and without a token, OPTIONS as a preflight from a foreign page, GET from one',
    demands: '2xx and 401 for HEAD, no body; never `Access-Control-Allow-Origin` for the stranger; below 500',
    source: 'RFC 9110 §9.3.2; Fetch, CORS protocol',
    rules: ['no-cors'],
    run: async ({ service, good }) => {
      const token = await good();
      const head = (headers: [string, string][]) => service.ask({ method: 'HEAD', path: service.path, headers });
      const [known, unknown] = [await head([bearer(token)]), await head([])];
      const origin: [string, string] = ['Origin', ATTACKER];
      const asks = (wanted: string): [string, string][] => [origin, ['Access-Control-Request-Method', wanted]];
      const crossing = await Promise.all([
        service.ask({ method: 'OPTIONS', path: service.path, headers: asks('GET') }),
        service.ask({ method: 'OPTIONS', path: '/api/logout', headers: asks('POST') }),
        service.read([origin, accessCookie(await good('cookie'))]),
      ]);
      const isLetIn = (allowed: string | undefined): boolean => allowed === '*' || allowed === ATTACKER;
      return [
        ...(isGood(known) ? [] : [finding('HEAD with a token', known)]),
        ...(unknown.answer?.status === 401 ? [] : [finding('HEAD without a token', unknown)]),
        ...(known.answer?.body === '' ? [] : [finding('HEAD with a token', known, 'a body')]),
        ...crossing
          .filter((one) => isLetIn(allowedBy(one)))
          .map((one) => finding('a foreign page', one, `Access-Control-Allow-Origin: ${allowedBy(one)}`)),
      ];
    },
  },
  {
    id: 'operators-only',
    name: 'shows its insides to nobody who comes through a proxy',
    sends: "`/metrics` and `/internal/keys` with `X-Forwarded-For`, without the operators' token",
    demands: '4xx, or what the service answers at an address that it does not have',
    source: 'docs/operations.md: OPS_TOKEN, or a direct peer of the machine itself',
    rules: ['operators-only'],
    run: async ({ service, good }) => {
      const outside: [string, string] = ['X-Forwarded-For', '203.0.113.7'];
      const token = await good();
      // Where pages route by themselves, every unknown address answers the same page.
      const unknown = await service.ask({ path: '/nobody-has-this-address', headers: [outside] });
      const found = await Promise.all(
        ['/metrics', '/internal/keys'].flatMap((path) =>
          [[outside], [outside, bearer(token)]].map(async (headers) => {
            const exchange = await service.ask({ path, headers });
            const { answer } = exchange;
            const isShut = answer !== null && answer.status >= 400 && answer.status < 500;
            const isNothing = isGood(unknown) && answer?.body === unknown.answer?.body;
            return isShut || isNothing ? [] : [finding(path, exchange)];
          }),
        ),
      );
      return found.flat();
    },
  },
  {
    id: 'alive',
    name: 'tells anyone who asks that it is alive',
    sends: '`/health/live` without a token',
    demands: '2xx',
    source: 'docs/operations.md: every service has it',
    rules: ['alive'],
    run: async ({ service }) => {
      const exchange = await service.ask({ path: '/health/live' });
      return isGood(exchange) ? [] : [finding('/health/live', exchange)];
    },
  },
];

/** Each wording, without the members that are left out, and who was answered so. */
function wordingsOf({ problems }: RemoteService, left: readonly string[]): Map<string, Exchange> {
  const wordings = new Map<string, Exchange>();
  for (const exchange of problems) {
    const members = Object.entries(problemOf(exchange.answer ?? { body: '' }) ?? {});
    const kept = members.filter(([name]) => !left.includes(name));
    const wording = JSON.stringify(Object.fromEntries(kept.toSorted(([one], [other]) => one.localeCompare(other))));
    if (!wordings.has(wording)) wordings.set(wording, exchange);
  }
  return wordings;
}

/** Members that tell of the request: its id, and a header that no token came in. */
const OF_THE_REQUEST = ['requestId', 'instance', 'refusedHeader'];

/** Members that tell of the request and not of the token, such as a time: those that differ for the same token, a moment later. */
async function changing(service: RemoteService): Promise<string[]> {
  const ask = async () => problemOf((await service.read([bearer('a.b.c')])).answer ?? { body: '' }) ?? {};
  const first = await ask();
  await sleep(1_100);
  const second = await ask();
  const names = Object.keys({ ...first, ...second });
  const differs = (name: string): boolean => JSON.stringify(first[name]) !== JSON.stringify(second[name]);
  return [...OF_THE_REQUEST, ...names.filter(differs)];
}

/** Judged last, over every answer of the run. */
export const sums: Probe[] = [
  {
    id: 'same-words',
    name: 'says the same of everything that is not authentic',
    sends:
      'it compares all refusals `token_invalid` of the run; members that differ for one and the same token do not count',
    demands: 'one wording, whatever was wrong',
    source: 'service contract: the reason goes to the log, not to the client',
    rules: ['same-words'],
    run: async ({ service }) => {
      const before = wordingsOf(service, OF_THE_REQUEST);
      if (before.size <= 1) return [];
      const wordings = wordingsOf(service, await changing(service));
      if (wordings.size <= 1) return [];
      return [...wordings].map(([wording, exchange], index) =>
        finding(`wording ${index + 1} of ${wordings.size}`, exchange, wording),
      );
    },
  },
  {
    id: 'never-fails',
    name: 'answers everything in time, with no 5xx and no redirect',
    sends: 'nothing more: it looks at all answers of the run',
    demands: 'an answer within 5 s (`--patience`), below 500, never 3xx',
    source: 'service contract: bad input is no failure of the service',
    rules: ['never-fails'],
    run: ({ service: { violations } }) => Promise.resolve([...violations]),
  },
];
