import { accessCookie, bearer } from '../client/credentials.js';
import type { Probe } from '../probe/probe.js';
import { challengeOf } from '../client/problem.js';
import { isGood, verdictOf } from '../client/remote-service.js';

/** Without it a service that refuses everybody would pass. */
export const control: Probe[] = [
  {
    id: 'good-token',
    name: 'accepts a good token, as bearer in any case of the scheme and as cookie among others',
    sends: 'one good token in seven ways, twice each',
    demands: '2xx',
    source: 'RFC 6750 §2.1, RFC 9110 §11.1; docs/tokens.md, how they travel',
    run: async ({ service, good }) => {
      const token = await good();
      const ways: [string, readonly [string, string]][] = [
        ['Bearer', bearer(token)],
        ['bearer', ['authorization', `bearer ${token}`]],
        ['BEARER', ['AUTHORIZATION', `BEARER ${token}`]],
        ['the cookie', accessCookie(token)],
        ['the cookie between others', ['Cookie', `theme=dark; __Secure-latchkey=${token}; latchkey-hint=AAAA`]],
        ['the cookie after a planted one', ['Cookie', `__Secure-latchkey=planted; __Secure-latchkey=${token}`]],
        ['the cookie before a planted one', ['Cookie', `__Secure-latchkey=${token}; __Secure-latchkey=planted`]],
      ];
      const found = await Promise.all(
        ways.flatMap(([kind, way]) =>
          [1, 2].map(async () => {
            const answer = await service.read([way]);
            return isGood(answer) ? [] : [`${kind}: ${verdictOf(answer)}`];
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
    run: async ({ service }) => {
      const answer = await service.read([]);
      const challenge = answer === null ? undefined : challengeOf(answer);
      const header = answer?.headers.get('www-authenticate')?.join() ?? 'none';
      return [
        ...(verdictOf(answer) === '401 token_missing' ? [] : [verdictOf(answer)]),
        ...(challenge !== undefined && challenge.error === undefined ? [] : [`WWW-Authenticate: ${header}`]),
      ];
    },
  },
];
