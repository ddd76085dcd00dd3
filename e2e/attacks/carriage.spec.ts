import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { gather } from '@latchkey/conformance/client';
import { requestRoute, guardedRoutes, nameOf } from './guarded-routes.ts';
import { stillOpen, test } from './attacked-stack.ts';
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
  const forge = new Forge(attacked.token, attacked.stack.secret);
  const kinds = waysOf(forge);
  expect(new Set(kinds.map((one) => one.kind)).size, 'each kind is listed once').toBe(kinds.length);
  const attempts = kinds.flatMap((kind) => guardedRoutes.map((route) => ({ kind, route })));
  const secrets = [attacked.stack.secret, attacked.password, ...attacked.token.split('.')];
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
  const good = attacked.token;
  const ways: [string, string][] = [
    ['Authorization', `Bearer ${good}`],
    ['authorization', `bearer ${good}`],
    ['AUTHORIZATION', `BEARER ${good}`],
    boundCookie(good, good),
    boundCookie(`${good}; latchkey-hint=AAAA; theme=dark`, good),
    boundCookie(`planted; __Secure-latchkey=${good}`, good),
    boundCookie(`${good}; __Secure-latchkey=planted`, good),
  ];
  for (const way of ways) {
    for (const route of guardedRoutes.filter((one) => one.endsSession !== true)) {
      expect(
        (await requestRoute(attacked.stack, route, [way]))?.status,
        `${way.join(': ').replace(good, '…')} at ${nameOf(route)}`,
      ).toBe(200);
    }
  }
});

function waysOf(forge: Forge): Carriage[] {
  const token = forge.perfect;
  const jti = String(forge.claims['jti']).replace(/^./, (first) => (first === '0' ? '1' : '0'));
  return [
    ...schemes(token),
    ...notRescued(token),
    // Of another session: of one and the same the newest counts.
    ...twice(token, forge.withClaims({ jti, sid: randomUUID() })),
    ...cookies(token),
    ...elsewhere(token, String(forge.claims['sub'])),
  ];
}
