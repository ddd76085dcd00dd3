import { readFileSync, writeFileSync } from 'node:fs';
import type { Locator } from '@playwright/test';
import type { House } from '../../stack/stack.js';
import { seesBank, seesPlan, switcher } from '../sites.js';
import { expect, step } from '../harness/step.js';

step(
  'A third service appears in the switcher of both sites by itself',
  {
    expects: 'A line in the file of services and a restart: nothing is built again, and both sites show the new entry.',
    needs: ['kill'],
    look: 'packages/web/src/layout/service-switcher.tsx',
  },
  async ({ person, house, qa }) => {
    const { page } = person;
    const before = readFileSync(house.registry, 'utf8');
    const entry = (): Locator => switcher(page).getByRole('link', { name: 'Insurance' });
    await person.open(house.bank);
    await person.logIn();
    await seesBank(page, person.username);
    await expect(entry()).toHaveCount(0);
    const insurance = { id: 'insurance', name: 'Insurance', url: house.bank.url.replace('//bank.', '//insurance.') };
    writeFileSync(house.registry, JSON.stringify([...(JSON.parse(before) as object[]), insurance]));
    try {
      await restart(house);
      await person.open(house.bank);
      await seesBank(page, person.username);
      await expect(entry()).toHaveAttribute('href', new RegExp(`^${insurance.url}/?$`));
      await qa.picture('The bank with three services', page);
      await expect(async () => {
        await person.open(house.retirement);
        await seesPlan(page);
        await expect(entry()).toBeVisible({ timeout: 500 });
      }).toPass();
      await qa.picture('Retirement with three services', page);
      qa.saw('Both sites show Bank, Retirement and Insurance, the page at hand marked');
    } finally {
      writeFileSync(house.registry, before);
      await restart(house);
    }
  },
);

/** The bank first: retirement asks it for the list when it starts. */
async function restart(house: House): Promise<void> {
  for (const front of [house.bank, house.retirement]) {
    for (const replica of front.replicas) {
      await replica.stop();
      await replica.start();
    }
  }
}
