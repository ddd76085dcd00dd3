import { readFileSync, writeFileSync } from 'node:fs';
import type { Stack } from '../../stack/stack.js';
import { listsNoService, seesBank, seesPlan, serviceLink } from '../sites.js';
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
    await person.open(stack.bank);
    await person.logIn();
    await seesBank(page, person.username);
    await listsNoService(page, 'Insurance', 'Bank');
    const insurance = { id: 'insurance', name: 'Insurance', url: stack.bank.url.replace('//bank.', '//insurance.') };
    writeFileSync(stack.registry, JSON.stringify([...(JSON.parse(before) as object[]), insurance]));
    try {
      await restart(stack);
      await person.open(stack.bank);
      await seesBank(page, person.username);
      await expect(await serviceLink(page, 'Insurance')).toHaveAttribute('href', new RegExp(`^${insurance.url}/?$`));
      await qa.picture('The bank with three services', page);
      await expect(async () => {
        await person.open(stack.retirement);
        await seesPlan(page);
        await serviceLink(page, 'Insurance');
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
