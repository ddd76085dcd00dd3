import { bearer } from '../client/credentials.js';
import { problemOf } from '../client/problem.js';
import { finding, isGood, verdictOf } from '../client/exchange.js';
import { mintOf, Skipped, type Probe } from '../probe/probe.js';

const ME = '/api/me';
/** As many, and as long, as they may be. */
const MOST = Array.from({ length: 16 }, (_, index) => `r${String(index).padStart(2, '0')}${'x'.repeat(29)}`);

export const rights: Probe[] = [
  {
    id: 'me-roles',
    name: 'tells callers their roles, those of the token and no others',
    sends: '`GET /api/me` with no role, with two, with sixteen of 32 letters, with a token of version 1',
    demands: '2xx; the member `roles` is the list of the token, empty in version 1',
    source: 'service contract: rights never come from anything but the token',
    rules: ['me'],
    needs: ['key'],
    run: async (context) => {
      if (context.service.path !== ME) throw new Skipped(`needs ${ME} as the guarded GET`);
      const { tokens } = mintOf(context);
      const cases: [string, string, readonly string[]][] = [
        ['no role', tokens.token(), []],
        ['two roles', tokens.token({ roles: ['adviser', 'support'] }), ['adviser', 'support']],
        ['sixteen roles', tokens.token({ roles: MOST }), MOST],
        ['version 1', tokens.token({ ver: 1 }), []],
      ];
      const found = await Promise.all(
        cases.map(async ([kind, token, roles]) => {
          const exchange = await context.service.read([bearer(token)]);
          const told = JSON.stringify(problemOf(exchange.answer ?? { body: '' })?.['roles']);
          if (!isGood(exchange)) return [finding(kind, exchange)];
          return told === JSON.stringify(roles) ? [] : [finding(kind, exchange, `roles ${told?.slice(0, 60)}`)];
        }),
      );
      return found.flat();
    },
  },
  {
    id: 'role-missing',
    name: 'lets nobody in who lacks the role, and says which one',
    sends: 'the route of `--role` with no role, with other roles, with a token of version 1, with one that is over',
    demands:
      '403 `role_missing` whose member `roles` names the role, never a redirect; 401 `token_expired` for what is over; with the role neither 401 nor 403',
    source: 'RFC 9110 §15.5.4; RFC 6750 §3.1 (`insufficient_scope`)',
    rules: ['role'],
    needs: ['key'],
    run: async (context) => {
      const { service, role, bounds } = context;
      if (role === undefined) throw new Skipped('needs --role');
      const { tokens } = mintOf(context);
      const { name } = role;
      const ask = async (token: string) => service.write(role.route, [bearer(token), ['Accept', 'text/html']]);
      const lacking: [string, string][] = [
        ['no role', tokens.token()],
        ['a longer name', tokens.token({ roles: [`${name.slice(0, 31)}s`] })],
        ['other roles', tokens.token({ roles: ['admin', 'root', 'superuser'].filter((one) => one !== name) })],
        ['version 1', tokens.token({ ver: 1 })],
      ];
      const found = await Promise.all(
        lacking.map(async ([kind, token]) => {
          const exchange = await ask(token);
          const named = problemOf(exchange.answer ?? { body: '' })?.['roles'];
          if (verdictOf(exchange) !== '403 role_missing') return [finding(kind, exchange)];
          const isNamed = Array.isArray(named) && named.includes(name);
          return isNamed ? [] : [finding(kind, exchange, `roles ${JSON.stringify(named)}`)];
        }),
      );
      const over = await ask(tokens.token({ age: bounds.tokenTtl + 60 }));
      const within = await ask(tokens.token({ roles: [name] }));
      const { answer } = within;
      const isIn = answer !== null && answer.status !== 401 && answer.status !== 403;
      return [
        ...found.flat(),
        ...(verdictOf(over) === '401 token_expired' ? [] : [finding('a token that is over', over)]),
        ...(isIn ? [] : [finding('with the role', within)]),
      ];
    },
  },
];
