import { expect } from '@playwright/test';
import { boundCookie, Forge } from '@latchkey/conformance/attacks';
import { claimsOf, gather, type RawResponse } from '@latchkey/conformance/client';
import { users } from '../stack/bank-commands.ts';
import { until } from '../stack/clock.ts';
import { Program, verdictOf } from '../stack/program.ts';
import { ACCESS_COOKIE, accessCookie, bearer, logInWithCookies, register } from '../stack/test-user.ts';
import { forgesOf, test, type AttackedStack } from './attacked-stack.ts';
import { nameOf, requestRoute, strictRoutes, type GuardedRoute } from './guarded-routes.ts';
import { errorsOf } from './verdict.ts';

const roleRoutes = strictRoutes.filter((route) => route.role !== undefined);
const supportRoutes = roleRoutes.filter(({ service }) => service === 'bank');
const LOOK = supportRoutes[0]!;

type Credentials = readonly (readonly [string, string])[];

/** What an operator says to the bank of this stack. */
async function tell({ stack }: AttackedStack, ...args: string[]): Promise<void> {
  const done = await users(args, stack.bank.replicas[0]?.env ?? {});
  expect(done.code, done.output).toBe(0);
}

/** Somebody new, with these roles. */
async function logInWithRoles(attacked: AttackedStack, username: string, ...roles: string[]): Promise<Program> {
  await register(attacked.stack, username);
  for (const role of roles) await tell(attacked, 'grant', username, role);
  return Program.logIn(attacked.stack, username);
}

const namedRoles = ({ body }: RawResponse): unknown => (JSON.parse(body) as { roles?: unknown }).roles;

test('nobody gets through a route of a role without it: each says which one, and none redirects', async ({
  attacked,
}) => {
  const { stack, token, cookie } = attacked;
  const [first] = forgesOf(attacked);
  const adviser = await logInWithRoles(attacked, 'an-adviser', 'adviser');
  const helper = await logInWithRoles(attacked, 'a-helper', 'support');
  const ways: [string, Credentials, string?][] = [
    ['a program', [bearer(token)]],
    ['a browser', [boundCookie(cookie, cookie)]],
    ['a browser that wants a page', [boundCookie(cookie, cookie), ['Accept', 'text/html']]],
    ['a token of version 1', [bearer(first?.perfect ?? '')]],
    ['a header that names a role', [bearer(token), ['X-Roles', 'support,adviser'], ['X-Role', 'support']]],
    ['an adviser', [bearer(adviser.access)], 'adviser'],
    ['somebody of the support desk', [bearer(helper.access)], 'support'],
  ];
  const attempts = ways.flatMap(([kind, headers, role]) =>
    roleRoutes.filter((route) => route.role !== role).map((route) => ({ kind, headers, route })),
  );
  const errors = await gather(attempts, async ({ kind, headers, route }) => {
    const answer = await requestRoute(stack, route, headers);
    const found = errorsOf(answer, { codes: ['role_missing'], statuses: [403], secrets: token.split('.') });
    const named = answer === null ? undefined : namedRoles(answer);
    if (JSON.stringify(named) !== JSON.stringify([route.role])) found.push(`names ${JSON.stringify(named)}`);
    return found.map((error) => `${kind} | ${nameOf(route)}: ${error}`);
  });
  expect(errors).toEqual([]);
  const nobody = await gather(roleRoutes, async (route) =>
    errorsOf(await requestRoute(stack, route, []), { codes: ['token_missing'], statuses: [401], secrets: [] }),
  );
  expect(nobody).toEqual([]);
  // The same routes let in who has the role: there is nobody of the name, and that is what they say.
  const looked = await Promise.all([
    requestRoute(stack, LOOK, [bearer(helper.access)]),
    requestRoute(stack, roleRoutes.at(-1)!, [bearer(adviser.access)]),
  ]);
  expect(looked.map((answer) => [answer?.status, codeIn(answer)])).toEqual([
    [404, 'person_not_found'],
    [404, 'plan_not_shared'],
  ]);
});

const codeIn = (answer: RawResponse | null): unknown => (JSON.parse(answer?.body ?? '{}') as { code?: unknown }).code;

test("a role forged with another service's copy of the secret opens nothing at the support desk", async ({
  attacked,
}) => {
  const { stack, token, cookie } = attacked;
  const rights = [
    { roles: ['support'] },
    { roles: ['adviser', 'support'] },
    { roles: ['support'], rv: 1 },
    { roles: ['support'], rv: 1_000_000 },
    { roles: ['support'], rv: Number.MAX_SAFE_INTEGER },
    { roles: ['support'], client_id: 'retirement' },
    {
      roles: ['support'],
      rv: 1,
      sub: String(claimsOf((await logInWithRoles(attacked, 'a-desk', 'support')).access)['sub']),
    },
  ];
  const goods: [string, (text: string) => readonly [string, string]][] = [
    [token, bearer],
    [cookie, (text) => boundCookie(text, cookie)],
  ];
  const attempts = rights.flatMap((change) =>
    goods.flatMap(([good, carry]) =>
      supportRoutes.map((route) => ({ route, change, way: carry(new Forge(good, stack.secret).withClaims(change)) })),
    ),
  );
  const errors = await gather(attempts, async ({ route, change, way }) => {
    const expected = { codes: ['token_invalid', 'session_ended'], statuses: [401], secrets: [stack.secret] };
    const found = errorsOf(await requestRoute(stack, route, [way]), expected);
    return found.map((error) => `${JSON.stringify(change)} | ${way[0]} | ${nameOf(route)}: ${error}`);
  });
  expect(errors).toEqual([]);
});

test('a role that is withdrawn opens nothing with a token of before, and a renewal brings a token without it', async ({
  attacked,
}) => {
  const { stack } = attacked;
  const helper = await logInWithRoles(attacked, 'was-a-helper', 'adviser', 'support');
  const cookie = (await logInWithCookies(stack, 'was-a-helper')).get(ACCESS_COOKIE) ?? '';
  const before = [bearer(helper.access), boundCookie(cookie, cookie)];
  const clients = roleRoutes.at(-1)!;
  const verdicts = async (route: GuardedRoute, ways: readonly (readonly [string, string])[]): Promise<string[]> => {
    const answers = await Promise.all(ways.map((way) => requestRoute(stack, route, [way])));
    return answers.map((answer) => `${answer?.status} ${String(codeIn(answer))}`);
  };
  const both = (verdict: string): string[] => [verdict, verdict];
  const renew = both('401 renew_required');
  expect(await verdicts(LOOK, before)).toEqual(both('404 person_not_found'));
  expect(await verdicts(clients, before)).toEqual(both('404 plan_not_shared'));
  for (const role of ['support', 'adviser']) await tell(attacked, 'revoke', 'was-a-helper', role);
  for (const route of [LOOK, clients])
    expect(await until(async () => String(await verdicts(route, before)) === String(renew), 60_000)).toBeDefined();
  // In the other's clothes a token counts for nobody, whatever its rights are.
  expect(await verdicts(clients, [bearer(cookie), accessCookie(helper.access)])).toEqual(both('401 token_invalid'));
  expect(verdictOf(await helper.renew())).toBe('200');
  expect(claimsOf(helper.access)['roles']).toEqual([]);
  for (const route of [LOOK, clients]) {
    expect(await verdicts(route, [bearer(helper.access)])).toEqual(['403 role_missing']);
    expect(await verdicts(route, before)).toEqual(renew);
  }
});
