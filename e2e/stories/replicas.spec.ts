import { expect, test } from '@playwright/test';
import { openHouse, type Front } from '../house/house.js';
import { ask, bearer, logIn, register } from '../house/persona.js';

test('two banks and two retirements behind a round robin take the same token, each of them', async () => {
  const house = await openHouse({ balanced: true, replicas: { bank: 2, retirement: 2 } });
  try {
    await register(house, 'ada');
    const token = await logIn(house, 'ada');
    await untilServicesAreKnown(house.retirement, 2);
    for (const front of [house.bank, house.retirement]) {
      const before = front.balancer?.counts() ?? [];
      for (let turn = 0; turn < 6; turn += 1) expect(await me(front, token)).toBe(200);
      const given = (front.balancer?.counts() ?? []).map((count, index) => count - (before[index] ?? 0));
      expect(given, 'each replica answered three times').toEqual([3, 3]);
    }
    await house.retirement.replicas[0]?.kill9();
    for (let turn = 0; turn < 4; turn += 1) expect(await me(house.retirement, token)).toBe(200);
  } finally {
    await house.stop();
  }
});

test('retirement goes on while the bank is dead, and starts while the bank is dead', async () => {
  const house = await openHouse();
  try {
    await register(house, 'ada');
    const token = await logIn(house, 'ada');
    const [bank] = house.bank.replicas;
    const [retirement] = house.retirement.replicas;
    expect((await ask(house.retirement, { path: '/api/services' })).status).toBe(200);

    await bank?.kill9();
    expect(await me(house.retirement, token), 'after the death of the bank').toBe(200);
    const plan = { retirementAge: 70, monthlyWishMinor: '210000' };
    const saved = await ask(house.retirement, {
      method: 'PUT',
      path: '/api/plan',
      headers: [bearer(token)],
      json: plan,
    });
    expect(saved.status).toBe(200);

    await retirement?.kill9();
    await retirement?.start();
    expect(await me(house.retirement, token), 'after its own restart without a bank').toBe(200);
    const again = await ask(house.retirement, { path: '/api/plan', headers: [bearer(token)] });
    expect(JSON.parse(again.body)).toMatchObject(plan);
    expect((await ask(house.retirement, { path: '/api/services' })).status, 'the list of services that it stored').toBe(
      200,
    );

    await bank?.start();
    expect(await me(house.bank, token), 'the bank is back and knows the token').toBe(200);
  } finally {
    await house.stop();
  }
});

test('a login at the bank makes no request between the services and none at the bank afterwards', async () => {
  const house = await openHouse({ balanced: true });
  try {
    await register(house, 'ada');
    const token = await logIn(house, 'ada');
    await untilServicesAreKnown(house.retirement, 1);
    const before = house.bank.balancer?.counts();
    for (let turn = 0; turn < 20; turn += 1) expect(await me(house.retirement, token)).toBe(200);
    expect(house.bank.balancer?.counts(), 'requests that reached the bank').toEqual(before);
  } finally {
    await house.stop();
  }
});

// At its start each replica asks the bank once for the list of services, by itself: that is not the login's doing.
async function untilServicesAreKnown(retirement: Front, replicas: number): Promise<void> {
  const knows = async (): Promise<boolean> =>
    (await ask(retirement, { path: '/api/services' })).body.includes('"id":"retirement"');
  // One after the other, so that the round robin asks each replica.
  const all = async (): Promise<boolean> => {
    for (let turn = 0; turn < replicas; turn += 1) if (!(await knows())) return false;
    return true;
  };
  await expect.poll(all).toBe(true);
}

async function me(front: Front, token: string): Promise<number> {
  return (await ask(front, { path: '/api/me', headers: [bearer(token)] })).status;
}
