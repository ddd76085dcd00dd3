import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { claimsOf, gather } from '@latchkey/conformance/client';
import { ACCESS_COOKIE, bearer, logInWithCookies } from '../stack/test-user.ts';
import { guardedRoutes, nameOf, requestRoute, routesInTurn } from './guarded-routes.ts';
import { stillOpen, test, type AttackedStack } from './attacked-stack.ts';
import {
  boundCookie,
  type Carriage,
  cookies,
  elsewhere,
  Forge,
  notRescued,
  schemes,
  twice,
} from '@latchkey/conformance/attacks';
import { errorsOf } from './verdict.ts';

test('takes a token from nowhere but one Authorization header or the one cookie', async ({ attacked }) => {
  const kinds = waysOf(attacked);
  expect(new Set(kinds.map((one) => one.kind)).size, 'each kind is listed once').toBe(kinds.length);
  const attempts = kinds.flatMap((kind, turn) => routesInTurn(turn).map((route) => ({ kind, route })));
  const { stack, password, token, cookie } = attacked;
  const secrets = [stack.secret, password, ...token.split('.'), ...cookie.split('.')];
  const errors = await gather(attempts, async ({ kind, route }) => {
    const answer = await requestRoute(
      attacked.stack,
      { ...route, path: route.path + (kind.query ?? '') },
      kind.headers,
    );
    const expected = { codes: ['token_missing', 'token_invalid'], statuses: [401], secrets };
    return errorsOf(answer, expected).map((error) => `${kind.kind} | ${nameOf(route)}: ${error}`);
  });
  expect(errors.concat(await stillOpen(attacked))).toEqual([]);
  test.info().annotations.push({ type: 'kinds', description: String(kinds.length) });
});

test('takes the one good cookie among bad ones, and a scheme in any case', async ({ attacked }) => {
  const { token: good, cookie } = attacked;
  const ways: [string, string][] = [
    ['Authorization', `Bearer ${good}`],
    ['authorization', `bearer ${good}`],
    ['AUTHORIZATION', `BEARER ${good}`],
    boundCookie(cookie, cookie),
    boundCookie(`${cookie}; latchkey-hint=AAAA; theme=dark`, cookie),
    boundCookie(`planted; __Secure-latchkey=${cookie}`, cookie),
    boundCookie(`${cookie}; __Secure-latchkey=planted`, cookie),
    // A token for programs does not count in a cookie, not even of another session.
    boundCookie(`${good}; __Secure-latchkey=${cookie}`, cookie),
    boundCookie(`${cookie}; __Secure-latchkey=${good}`, cookie),
  ];
  for (const way of ways) {
    for (const route of guardedRoutes.filter((one) => one.endsSession !== true)) {
      expect(
        (await requestRoute(attacked.stack, route, [way]))?.status,
        `${way.join(': ').replaceAll(good, '…').replaceAll(cookie, '…')} at ${nameOf(route)}`,
      ).toBe(200);
    }
  }
});

test('a token on the way that it is not for ends its session, and does nothing else', async ({ attacked }) => {
  const { stack } = attacked;
  const lifted = (await logInWithCookies(stack, 'ada')).get(ACCESS_COOKIE) ?? '';
  const read = guardedRoutes.filter((one) => one.endsSession !== true);
  const errors = await gather(read, async (route) => {
    const answer = await requestRoute(stack, route, [bearer(lifted)]);
    return errorsOf(answer, { codes: ['token_invalid'], statuses: [401], secrets: lifted.split('.') });
  });
  expect(errors).toEqual([]);
  const logout = { service: 'retirement', method: 'POST', path: '/api/logout' } as const;
  expect((await requestRoute(stack, logout, [bearer(lifted)]))?.status).toBe(204);
  const me = { service: 'retirement', method: 'GET', path: '/api/me' } as const;
  const after = await requestRoute(stack, me, [boundCookie(lifted, lifted)]);
  expect(errorsOf(after, { codes: ['session_ended'], statuses: [401], secrets: [] })).toEqual([]);
});

function waysOf({ stack, token, cookie }: AttackedStack): Carriage[] {
  // Of another session: of one and the same the newest counts.
  const other = (good: string): string =>
    new Forge(good, stack.secret).withClaims({ jti: randomUUID(), sid: randomUUID() });
  const isCookie = ({ headers }: Carriage): boolean => headers.every(([name]) => name === 'Cookie');
  return [
    ...schemes(token),
    ...notRescued(cookie),
    ...twice(token, other(token)).filter((kind) => !isCookie(kind)),
    ...twice(cookie, other(cookie)).filter(isCookie),
    ...cookies(cookie),
    ...elsewhere(token, String(claimsOf(token)['sub'])),
  ];
}
