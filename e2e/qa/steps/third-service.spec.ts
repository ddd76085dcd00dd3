import { readFileSync, writeFileSync } from 'node:fs';
import type { Locator } from '@playwright/test';
import type { Stack } from '../../stack/stack.js';
import { seesBank, seesPlan, switcher } from '../sites.js';
import { expect, step } from '../harness/step.js';

step(
  'A third service appears in the switcher of both sites by itself',
  {
    expects: 'A line in the file of services and a restart: nothing is built again, and both sites show the new entry.',
    needs: ['kill'],
    look: 'packages/web/src/layout/service-switcher.tsx',
  },
  async ({ person, stack, qa }) => {
    const { page } = person;
    const before = readFileSync(stack.registry, 'utf8');
    const entry = (): Locator => switcher(page).getByRole('link', { name: 'Insurance' });
    await person.open(stack.bank);
    await person.logIn();
    await seesBank(page, person.username);
    await expect(entry()).toHaveCount(0);
    const insurance = { id: 'insurance', name: 'Insurance', url: stack.bank.url.replace('//bank.', '//insurance.') };
    writeFileSync(stack.registry, JSON.stringify([...(JSON.parse(before) as object[]), insurance]));
    try {
      await restart(stack);
      await person.open(stack.bank);
      await seesBank(page, person.username);
      await expect(entry()).toHaveAttribute('href', new RegExp(`^${insurance.url}/?$`));
      await qa.picture('The bank with three services', page);
      await expect(async () => {
        await person.open(stack.retirement);
        await seesPlan(page);
        await expect(entry()).toBeVisible({ timeout: 500 });
      }).toPass();
      await qa.picture('Retirement with three services', page);
      qa.saw('Both sites show Bank, Retirement and Insurance, the page at hand marked');
    } finally {
      writeFileSync(stack.registry, before);
      await restart(stack);
    }
  },
);

/** The bank first: retirement asks it for the list when it starts. */
async function restart(stack: Stack): Promise<void> {
  for (const front of [stack.bank, stack.retirement]) {
    for (const replica of front.replicas) {
      await replica.stop();
      await replica.start();
    }
  }
}
