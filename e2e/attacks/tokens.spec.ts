import { expect } from '@playwright/test';
import { gather } from '@latchkey/conformance/client';
import { bearer } from '../stack/test-user.ts';
import { nameOf, requestRoute, routesInTurn, type GuardedRoute } from './guarded-routes.ts';
import { forgesOf, stillOpen, test, type AttackedStack } from './attacked-stack.ts';
import { type BadToken, boundCookie, type Carrier, families, Forge } from '@latchkey/conformance/attacks';
import { errorsOf } from './verdict.ts';

const carry = { bearer, cookie: boundCookie };

test("a token made again with the secret is the bank's own, byte for byte", ({ attacked }) => {
  const forge = new Forge(attacked.token, attacked.stack.secret);
  expect(forge.withHeader({})).toBe(attacked.token);
  expect(forge.withClaims({})).toBe(attacked.token);
});

test('a true signature is moved to other content from a token of any age', ({ attacked }) => {
  const forge = new Forge(attacked.token, attacked.stack.secret);
  for (let age = 0; age < 900; age++) {
    const iat = forge.now - age;
    const aged = new Forge(forge.withClaims({ iat, exp: iat + 900 }), attacked.stack.secret);
    const same = families['signature']!(aged).filter(({ token }) => token === aged.perfect);
    expect(same.map(({ kind }) => `${kind}, at ${age} s`)).toEqual([]);
  }
});

/** What is wrong before the claims is the same in every version: version 1 has claims and times of its own. */
const IN_VERSION_1 = new Set(['claims', 'times']);

for (const [name, family] of Object.entries(families)) {
  test(`refuses every wrong token of the family ${name}, in each version and for each carrier, at every guarded route`, async ({
    attacked,
  }) => {
    let count = 0;
    for (const index of forgesOf(attacked).keys()) {
      // Of this moment: some are wrong by seconds.
      const forge = forgesOf(attacked)[index]!;
      if (forge.claims['ver'] === 1 && !IN_VERSION_1.has(name)) continue;
      const kinds = family(forge);
      count += kinds.length;
      expect(new Set(kinds.map((one) => one.kind)).size, 'each kind is listed once').toBe(kinds.length);
      expect(
        kinds.filter((one) => one.token === forge.perfect),
        'no kind is the good token',
      ).toEqual([]);
      const errors = await gather(
        kinds.flatMap((bad, turn) => attempts(forge, bad, turn)),
        (attempt) => judge(attacked, attempt),
      );
      expect(errors).toEqual([]);
    }
    expect(await stillOpen(attacked)).toEqual([]);
    test.info().annotations.push({ type: 'kinds', description: String(count) });
  });
}

interface Attempt {
  bad: BadToken;
  carrier: Carrier;
  route: GuardedRoute;
}

function attempts(forge: Forge, bad: BadToken, turn: number): Attempt[] {
  const routes = routesInTurn(turn)
    .filter((route) => bad.at === undefined || route.service === bad.at)
    .filter((route) => !(bad.endsSession === true && route.endsSession === true));
  return forge.carriersOf(bad).flatMap((carrier) => routes.map((route) => ({ bad, carrier, route })));
}

async function judge(attacked: AttackedStack, { bad, carrier, route }: Attempt): Promise<string[]> {
  const secrets = [attacked.stack.secret, attacked.password, ...bad.token.split('.')];
  const label = `${bad.kind} | ${carrier} | ${nameOf(route)}`;
  try {
    const answer = await requestRoute(attacked.stack, route, [carry[carrier](bad.token, attacked.token)]);
    return errorsOf(answer, { codes: bad.codes ?? ['token_invalid'], statuses: [401], secrets }).map(
      (found) => `${label}: ${found}`,
    );
  } catch (error) {
    return [`${label}: ${(error as Error).message}`];
  }
}
