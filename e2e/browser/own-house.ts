import { openHouse, type House, type HousePlan } from '../house/house.js';
import { test } from './person.js';

/** Stories in a house of their own: with other settings, or about to be disturbed. */
export function testInOwnHouse(plan: HousePlan = {}): typeof test {
  return test.extend<object, { house: House }>({
    house: [
      async ({}, use) => {
        const house = await openHouse(plan);
        try {
          await use(house);
        } finally {
          await house.stop();
        }
      },
      { scope: 'worker', timeout: 100_000 },
    ],
  });
}
