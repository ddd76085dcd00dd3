import { test as base } from '@playwright/test';
import { openHouse, type House } from '../stack/stack.js';
import { bearer, logIn, PASSWORD, register } from '../stack/test-user.js';
import { call, guardedRoutes, nameOf } from './guarded-routes.js';

/** A house whose secret the test knows, with one user logged in. */
export interface OpenDoor {
  house: House;
  token: string;
  password: string;
}

export const test = base.extend<object, { door: OpenDoor }>({
  door: [
    async ({}, use) => {
      const house = await openHouse();
      try {
        await register(house, 'ada');
        await use({ house, token: await logIn(house, 'ada'), password: PASSWORD });
      } finally {
        await house.stop();
      }
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

/** After all of it the honest caller still gets in everywhere; what does not answer as before is named. */
export async function stillOpen(door: OpenDoor): Promise<string[]> {
  const faults: string[] = [];
  for (const route of guardedRoutes.filter((one) => one.endsSession !== true)) {
    const answer = await call(door.house, route, [bearer(door.token)]);
    if (answer?.status !== 200)
      faults.push(`a good token at ${nameOf(route)}: ${answer?.status ?? 'no answer'} ${answer?.body ?? ''}`);
  }
  return faults;
}
