import { expect, test } from '@playwright/test';
import { gather } from '@latchkey/conformance/client';
import { startStack } from '../stack/stack.ts';
import { writeKeyFiles } from '../stack/key-files.ts';
import { ACCESS_COOKIE, bearer, logIn, logInWithCookies, PASSWORD, register } from '../stack/test-user.ts';
import { guardedRoutes, nameOf, requestRoute, routesInTurn } from './guarded-routes.ts';
import { stillOpen } from './attacked-stack.ts';
import { boundCookie, confusion, CurveForge } from '@latchkey/conformance/attacks';
import { errorsOf } from './verdict.ts';

test('a stack that signs with ES256 takes no token whose algorithm, key and signature do not belong together', async () => {
  const keys = writeKeyFiles();
  const stack = await startStack({ keys: keys.files });
  try {
    await register(stack, 'ada');
    const token = await logIn(stack, 'ada');
    const cookie = (await logInWithCookies(stack, 'ada')).get(ACCESS_COOKIE) ?? '';
    const attacked = { stack, token, cookie, password: PASSWORD };
    const forge = new CurveForge(token, keys);
    expect(forge.header).toMatchObject({ alg: 'ES256', kid: keys.ecKid });

    for (const [name, good] of Object.entries({
      'signed again': forge.signed(),
      'signed with the shared key': forge.mac(keys.octKey, { alg: 'HS256', kid: keys.octKid }),
    })) {
      for (const route of guardedRoutes.filter((one) => one.endsSession !== true)) {
        expect(
          (await requestRoute(stack, route, [bearer(good)]))?.status,
          `a good token, ${name}, at ${nameOf(route)}`,
        ).toBe(200);
      }
    }

    const attempts = Object.entries({ bearer: token, cookie }).flatMap(([carrier, good]) =>
      confusion(new CurveForge(good, keys)).flatMap((bad, turn) =>
        routesInTurn(turn).map((route) => {
          const credentials = carrier === 'cookie' ? boundCookie(bad.token, good) : bearer(bad.token);
          return { bad, route, credentials };
        }),
      ),
    );
    const errors = await gather(attempts, async ({ bad, route, credentials }) => {
      const expected = { codes: ['token_invalid'], statuses: [401], secrets: bad.token.split('.') };
      return errorsOf(await requestRoute(stack, route, [credentials]), expected).map(
        (error) => `${bad.kind} | ${credentials[0]} | ${nameOf(route)}: ${error}`,
      );
    });
    expect(errors.concat(await stillOpen(attacked))).toEqual([]);
    test.info().annotations.push({ type: 'kinds', description: String(confusion(forge).length) });
  } finally {
    await stack.stop();
    keys.remove();
  }
});
