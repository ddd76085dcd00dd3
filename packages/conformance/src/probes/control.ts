import { accessCookie, bearer } from '../client/credentials.js';
import type { Probe } from '../probe/probe.js';
import { challengeOf } from '../client/problem.js';
import { finding, isGood, verdictOf } from '../client/exchange.js';

type Way = [kind: string, way: readonly [string, string]];

function waysOf(program: string, browser: string): Way[] {
  return [
    ['Bearer', bearer(program)],
    ['bearer', ['authorization', `bearer ${program}`]],
    ['BEARER', ['AUTHORIZATION', `BEARER ${program}`]],
    ['the cookie', accessCookie(browser)],
    ['the cookie between others', ['Cookie', `theme=dark; __Secure-latchkey=${browser}; latchkey-hint=AAAA`]],
    ['the cookie after a planted one', ['Cookie', `__Secure-latchkey=planted; __Secure-latchkey=${browser}`]],
    ['the cookie before a planted one', ['Cookie', `__Secure-latchkey=${browser}; __Secure-latchkey=planted`]],
  ];
}

/** Without it a service that refuses everybody would pass. */
export const control: Probe[] = [
  {
    id: 'good-token',
    name: 'accepts a good token, as bearer in any case of the scheme and as cookie among others',
    sends:
      'good tokens of version 1 and, for each way, of version 2, in seven ways, twice each; without the key, those of a login',
    demands: '2xx',
    source: 'RFC 6750 §2.1, RFC 9110 §11.1; docs/tokens.md, how they travel',
    rules: ['bearer', 'cookie'],
    run: async ({ service, good, mint }) => {
      const [program, browser] = [await good('bearer'), await good('cookie')];
      const first = mint?.tokens.token({ ver: 1 });
      const ways = [
        ...waysOf(program, browser),
        ...(first === undefined ? [] : waysOf(first, first).map(([kind, way]): Way => [`version 1, ${kind}`, way])),
      ];
      const found = await Promise.all(
        ways.flatMap(([kind, way]) =>
          [1, 2].map(async () => {
            const exchange = await service.read([way]);
            return isGood(exchange) ? [] : [finding(kind, exchange)];
          }),
        ),
      );
      return found.flat();
    },
  },
  {
    id: 'no-token',
    name: 'asks for a token where none came, and does not blame one',
    sends: 'the guarded GET without credentials',
    demands: '401 `token_missing`, `WWW-Authenticate: Bearer` without `error`',
    source: 'RFC 6750 §3, §3.1',
    rules: ['token-missing', 'challenge'],
    run: async ({ service }) => {
      const exchange = await service.read([]);
      const { answer } = exchange;
      const challenge = answer === null ? undefined : challengeOf(answer);
      const header = answer?.headers.get('www-authenticate')?.join() ?? 'none';
      const kind = 'no credentials';
      return [
        ...(verdictOf(exchange) === '401 token_missing' ? [] : [finding(kind, exchange)]),
        ...(challenge !== undefined && challenge.error === undefined
          ? []
          : [finding(kind, exchange, `WWW-Authenticate: ${header}`)]),
      ];
    },
  },
];
