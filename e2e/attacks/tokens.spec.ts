import { expect } from '@playwright/test';
import { gather } from '@latchkey/conformance/client';
import { bearer } from '../stack/test-user.js';
import { call, guardedRoutes, nameOf, type GuardedRoute } from './guarded-routes.js';
import { stillOpen, test, type OpenDoor } from './attacked-stack.js';
import { type BadToken, boundCookie, type Carrier, families, Forge } from '@latchkey/conformance/attacks';
import { faultsOf } from './verdict.js';

const carry = { bearer, cookie: boundCookie };

test("a token made again with the secret is the bank's own, byte for byte", ({ door }) => {
  const forge = new Forge(door.token, door.house.secret);
  expect(forge.withHeader({})).toBe(door.token);
  expect(forge.withClaims({})).toBe(door.token);
});

for (const [name, family] of Object.entries(families)) {
  test(`refuses every wrong token of the family ${name}, on both carriers, at every guarded route`, async ({
    door,
  }) => {
    const kinds = family(new Forge(door.token, door.house.secret));
    expect(new Set(kinds.map((one) => one.kind)).size, 'each kind is listed once').toBe(kinds.length);
    expect(
      kinds.filter((one) => one.token === door.token),
      'no kind is the good token',
    ).toEqual([]);
    const faults = await gather(kinds.flatMap(attempts), (attempt) => judge(door, attempt));
    expect(faults.concat(await stillOpen(door))).toEqual([]);
    test.info().annotations.push({ type: 'kinds', description: String(kinds.length) });
  });
}

interface Attempt {
  bad: BadToken;
  carrier: Carrier;
  route: GuardedRoute;
}

function attempts(bad: BadToken): Attempt[] {
  const routes = guardedRoutes
    .filter((route) => bad.at === undefined || route.service === bad.at)
    .filter((route) => !(bad.endsSession === true && route.endsSession === true));
  return (bad.carriers ?? (['bearer', 'cookie'] as const)).flatMap((carrier) =>
    routes.map((route) => ({ bad, carrier, route })),
  );
}

async function judge(door: OpenDoor, { bad, carrier, route }: Attempt): Promise<string[]> {
  const secrets = [door.house.secret, door.password, ...bad.token.split('.')];
  const label = `${bad.kind} | ${carrier} | ${nameOf(route)}`;
  try {
    const answer = await call(door.house, route, [carry[carrier](bad.token, door.token)]);
    return faultsOf(answer, { codes: bad.refusal ?? ['token_invalid'], statuses: [401], secrets }).map(
      (fault) => `${label}: ${fault}`,
    );
  } catch (error) {
    return [`${label}: ${(error as Error).message}`];
  }
}
