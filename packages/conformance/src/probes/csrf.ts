import { origins, type Headers } from '../attacks/origins.js';
import type { Carrier } from '../attacks/tokens/forge.js';
import { accessCookie, bearer } from '../client/credentials.js';
import { finding, isGood, verdictOf, type Exchange, type Finding } from '../client/exchange.js';
import { gather } from '../client/gather.js';
import { isRefusedEarly, mayStopAtDoor } from '../client/problem.js';
import { carry, chosen, WIDTH } from '../probe/refused.js';
import { Skipped, type ProbeContext, type Probe } from '../probe/probe.js';
import type { Question, Route } from '../client/remote-service.js';

/** Every service has it, and refused it does nothing. */
const LOGOUT: Route = { method: 'POST', path: '/api/logout' };
const ATTACKER = 'http://attacker.invalid';

function unsafeRoutes({ write, sensitive }: ProbeContext): Route[] {
  return [LOGOUT, ...(write === undefined ? [] : [write]), ...(sensitive === undefined ? [] : [sensitive])];
}

/** A good token of a session that the probe may lose. */
async function spare({ mint, account }: ProbeContext, via: Carrier): Promise<string> {
  return mint?.tokens.token({ via }) ?? (await account?.logIn(via)) ?? '';
}

/** What was not refused as a call by a foreign page, without a single cookie set. */
function errorsOfProblem(kind: string, exchange: Exchange, hasEvidence: boolean): Finding[] {
  const verdict = verdictOf(exchange);
  // Without a word of where it came from the cookie need not be taken for a caller at all.
  const right = hasEvidence ? ['403 csrf_refused'] : ['403 csrf_refused', '401 token_missing'];
  return [
    ...(right.includes(verdict) ? [] : [finding(kind, exchange)]),
    ...(setsCookie(exchange) ? [finding(kind, exchange, 'sets a cookie')] : []),
  ];
}

const setsCookie = ({ answer }: Exchange): boolean => answer?.headers.has('set-cookie') === true;

/** Who took the origin from --url must be told: all that was seen may come of that. */
function withOrigin({ service, isOriginAssumed }: ProbeContext, [first, ...rest]: readonly Finding[]): Finding[] {
  if (first === undefined) return [];
  const seen = `${first.seen} (assumed as its own: ${service.origin}; --origin says another)`;
  return [isOriginAssumed ? { ...first, seen } : first, ...rest];
}

const asked = ({ method, path, json }: Route): Question => ({
  method,
  path,
  ...(json === undefined ? {} : { body: json }),
});

export const csrf: Probe[] = [
  {
    id: 'csrf',
    name: 'lets a cookie change nothing unless one of its own pages sent it',
    sends: 'a good cookie with unsafe calls under 35 combinations of `Sec-Fetch-Site`, `Origin`, `Referer` and `Host`',
    demands: '403 `csrf_refused`, no cookie set, and the session still lives',
    source:
      'Fetch Metadata (W3C), RFC 6454 §7; service contract: own is the origin of PUBLIC_URL, never the Host header',
    rules: ['csrf'],
    run: async (context) => {
      const { service, neighbours } = context;
      const token = await spare(context, 'cookie');
      const own = service.origin;
      const other = neighbours[0] ?? 'http://neighbour.invalid';
      const calls: [string, Headers, string?][] = [
        // With a default port some of the foreign spellings are the own one.
        ...origins(own, other).filter(
          ([, headers]) => !(headers.length === 1 && headers[0]?.join() === `Origin,${own}`),
        ),
        ['a Host and an Origin of the attacker', [['Origin', ATTACKER]], 'attacker.invalid'],
        [
          'a forwarded host of the attacker',
          [
            ['Origin', ATTACKER],
            ['X-Forwarded-Host', 'attacker.invalid'],
          ],
        ],
      ];
      const attempts = unsafeRoutes(context).flatMap((route) =>
        calls
          // Logout is the one thing that a registered neighbour may be allowed.
          .filter(([, headers]) => route !== LOGOUT || !headers.some(([, value]) => value === other))
          .map(([kind, headers, host]) => ({ route, kind, headers, host })),
      );
      const found = await gather(
        chosen(attempts, context),
        async ({ route, kind, headers, host }) => {
          const question = { ...asked(route), headers: [...headers, accessCookie(token)] };
          const exchange = await service.ask({ ...question, ...(host !== undefined && { host }) });
          // A proxy may know no such host, a server no header twice: then nobody was asked.
          const mayStop = host !== undefined || mayStopAtDoor(headers);
          if (mayStop && isRefusedEarly(exchange.answer) && !setsCookie(exchange)) return [];
          const hasEvidence = headers.some(([name]) => /^(origin|sec-fetch-site)$/i.test(name));
          return errorsOfProblem(`${route.method} ${route.path}, ${kind}`, exchange, hasEvidence);
        },
        WIDTH,
      );
      const after = await service.read([accessCookie(token)]);
      return withOrigin(context, [...found, ...(isGood(after) ? [] : [finding('the session afterwards', after)])]);
    },
  },
  {
    id: 'own-page',
    name: 'takes the cookie from its own pages, and asks no bearer where it came from',
    sends:
      'logout with a cookie from an own page, with and without `Sec-Fetch-Site`; with a bearer and the headers of a foreign page',
    demands: '2xx',
    source: 'Fetch Metadata (W3C); RFC 6750 §2.1 (nobody but a program sends a bearer by itself)',
    rules: ['csrf', 'bearer-from-anywhere'],
    run: async (context) => {
      const { service } = context;
      const ways: [string, Headers, Carrier][] = [
        [
          'Sec-Fetch-Site same-origin',
          [
            ['Sec-Fetch-Site', 'same-origin'],
            ['Origin', service.origin],
          ],
          'cookie',
        ],
        ['same-origin alone', [['Sec-Fetch-Site', 'same-origin']], 'cookie'],
        ['its own Origin alone', [['Origin', service.origin]], 'cookie'],
        [
          'a bearer from anywhere',
          [
            ['Sec-Fetch-Site', 'cross-site'],
            ['Origin', ATTACKER],
          ],
          'bearer',
        ],
        ['a bearer from nowhere', [], 'bearer'],
      ];
      const found = await Promise.all(
        ways.map(async ([kind, headers, via]) => {
          const credentials = carry[via](await spare(context, via));
          const exchange = await service.ask({ ...asked(LOGOUT), headers: [...headers, credentials] });
          return isGood(exchange) ? [] : [finding(kind, exchange)];
        }),
      );
      return withOrigin(context, found.flat());
    },
  },
  {
    id: 'safe-methods',
    name: 'answers a GET from any page, and changes nothing by it',
    sends:
      'the guarded GET with a cookie from a foreign page; GET and HEAD of the logout, and other ways to disguise a method',
    demands: '2xx for the read; the session still lives after the others',
    source: 'RFC 9110 §9.2.1',
    rules: ['safe-methods'],
    run: async (context) => {
      const { service } = context;
      const token = await spare(context, 'cookie');
      const foreign: Headers = [['Sec-Fetch-Site', 'cross-site'], accessCookie(token)];
      const linked = await service.read(foreign);
      for (const method of ['GET', 'HEAD'])
        await service.ask({ method, path: LOGOUT.path, headers: [...foreign, ['X-HTTP-Method-Override', 'POST']] });
      await service.ask({ path: `${LOGOUT.path}?_method=POST`, headers: foreign });
      const after = await service.read([accessCookie(token)]);
      return [
        ...(isGood(linked) ? [] : [finding('the read', linked)]),
        ...(isGood(after) ? [] : [finding(`the session after GET ${LOGOUT.path}`, after)]),
      ];
    },
  },
  {
    id: 'json-only',
    name: 'takes a body only as JSON: what a form can send without asking is refused',
    sends:
      'the unsafe routes named, with their body as form, plain text, multipart and without a type, from an own page',
    demands: '4xx',
    source: 'Fetch, CORS-safelisted request headers (what a form can send); service contract: JSON bodies only',
    rules: ['json-only'],
    run: async (context) => {
      const { service } = context;
      const headers = [bearer(await spare(context, 'bearer'))];
      const types = ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x', ''];
      const routes = unsafeRoutes(context).filter(({ json }) => json !== undefined);
      if (routes.length === 0) throw new Skipped('needs --write or --sensitive with a body');
      const found = await Promise.all(
        routes.flatMap((route) =>
          types.map(async (type) => {
            const exchange = await service.ask({ ...asked(route), headers: [...headers, ['Content-Type', type]] });
            const { answer } = exchange;
            const isRefused = answer !== null && answer.status >= 400 && answer.status < 500;
            return isRefused ? [] : [finding(`${route.path} as ${type || 'nothing'}`, exchange)];
          }),
        ),
      );
      return found.flat();
    },
  },
];
