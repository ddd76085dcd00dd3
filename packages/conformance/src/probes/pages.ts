import { accessCookie } from '../client/credentials.js';
import { finding, isGood, type Exchange, type Finding } from '../client/exchange.js';
import { isRefusedEarly } from '../client/problem.js';
import { Skipped, type Probe, type ProbeContext } from '../probe/probe.js';

type Headers = readonly (readonly [string, string])[];

/** What a browser says when somebody opens a page. */
const DOCUMENT: Headers = [
  ['Accept', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'],
  ['Sec-Fetch-Dest', 'document'],
  ['Sec-Fetch-Mode', 'navigate'],
  ['Sec-Fetch-Site', 'cross-site'],
];
const FETCH: Headers = [
  ['Accept', 'application/json'],
  ['Sec-Fetch-Dest', 'empty'],
  ['Sec-Fetch-Mode', 'cors'],
  ['Sec-Fetch-Site', 'same-origin'],
];
/** For a GET they say the same; frameworks differ in which of them they write. */
const REDIRECTS = [302, 303, 307];
const ATTACKER = 'attacker.invalid';

function pageOf({ page }: ProbeContext): string {
  if (page === undefined) throw new Skipped('needs --page: a page that the service renders for who is known');
  return page;
}

/** What is wrong with a redirect that has to lead to the renewal, and back to this address of the service's own. */
function redirectErrors(kind: string, exchange: Exchange, { issuer, service }: ProbeContext, path: string): Finding[] {
  const { answer } = exchange;
  if (answer === null || !REDIRECTS.includes(answer.status)) return [finding(kind, exchange)];
  const location = answer.headers.get('location')?.[0] ?? 'no Location';
  const control = answer.headers.get('cache-control')?.join() ?? 'none';
  const to = URL.canParse(location) ? new URL(location) : undefined;
  const isRenewal = to !== undefined && to.pathname === '/renew' && (issuer === undefined || to.origin === issuer);
  const wanted = service.origin + path;
  const back = to?.searchParams.get('return_to');
  const wrong = [
    ...(isRenewal ? [] : [`it leads to ${location}, not to ${issuer ?? 'the issuer'}/renew`]),
    ...(!isRenewal || back === wanted ? [] : [`return_to is ${String(back)}, not ${wanted}`]),
    ...(/\bno-store\b/i.test(control) ? [] : [`cache-control: ${control}`]),
  ];
  return wrong.map((seen) => finding(kind, exchange, seen));
}

export const pages: Probe[] = [
  {
    id: 'page-renewal',
    name: 'sends who opens a page without a living token to the renewal, and back to that page of its own',
    sends:
      'a navigation to the page of `--page`: without a token, with one that is over, with a bad one, with a query, with the Host of an attacker',
    demands:
      '302 (303 and 307 say the same) to `<issuer>/renew?return_to=<the address of the page>`, `Cache-Control: no-store`; 2xx with a good cookie',
    source: 'service contract: pages that a server renders; RFC 9700 §4.11 (no open redirect)',
    rules: ['page-renewal', 'no-store'],
    run: async (context) => {
      const page = pageOf(context);
      const { service, mint, bounds } = context;
      const over = mint?.tokens.token({ via: 'cookie', age: bounds.tokenTtl + 60 });
      const query = `${page}${page.includes('?') ? '&' : '?'}sheet=2&of=a%26b`;
      const visits: [kind: string, path: string, headers: Headers, host?: string][] = [
        ['no token', page, []],
        ['a query', query, []],
        ['a bad token', page, [accessCookie('a.b.c')]],
        ...(over === undefined
          ? []
          : [['a token that is over', page, [accessCookie(over)]] as [string, string, Headers]]),
        ['the Host of an attacker', page, [], ATTACKER],
        ['a forwarded host of an attacker', page, [['X-Forwarded-Host', ATTACKER]]],
      ];
      const found = await Promise.all(
        visits.map(async ([kind, path, headers, host]) => {
          const all = [...DOCUMENT, ...headers];
          const question = { path, headers: all, mayRedirect: true, ...(host !== undefined && { host }) };
          const exchange = await service.ask(question);
          // A proxy may know no such host.
          if (host !== undefined && isRefusedEarly(exchange.answer)) return [];
          return redirectErrors(kind, exchange, context, path);
        }),
      );
      const known = await service.ask({
        path: page,
        headers: [...DOCUMENT, accessCookie(await context.good('cookie'))],
      });
      return [...found.flat(), ...(isGood(known) ? [] : [finding('a good token', known)])];
    },
  },
  {
    id: 'page-fetch',
    name: 'answers what is not a navigation with 401, also at the address of a page',
    sends: 'a fetch of the page of `--page` without a token; a navigation to the guarded GET',
    demands: '401, no redirect',
    source: 'service contract: pages lead to the renewal, the API does not',
    rules: ['page-renewal', 'no-redirect'],
    run: async (context) => {
      const page = pageOf(context);
      const { service } = context;
      const cases: [string, string, Headers][] = [
        ['a fetch of the page', page, FETCH],
        ['a navigation to the API', service.path, DOCUMENT],
      ];
      const found = await Promise.all(
        cases.map(async ([kind, path, headers]) => {
          const exchange = await service.ask({ path, headers, mayRedirect: true });
          return exchange.answer?.status === 401 ? [] : [finding(kind, exchange)];
        }),
      );
      return found.flat();
    },
  },
];
