import type { Page } from '@playwright/test';
import { heading, planWish, seesPlan } from '../sites.js';
import { alter } from '../response-overrides.js';
import { expect, step } from '../harness/step.js';

interface Me {
  iat: number;
  auth_time: number;
}

const about = {
  expects: 'Four pictures each, no finding of axe in light or dark or at 320 px, and nothing scrolls sideways.',
  look: 'packages/web/src/layout/banners.tsx',
};

step('Gallery: banners for who is offline, and for a new version', about, async ({ somebody, stack, qa }) => {
  const person = await somebody({ called: 'katherine' });
  const { page, context } = person;
  await person.open(stack.retirement);
  await person.logIn();
  await seesPlan(page);
  await context.setOffline(true);
  await expect(page.getByText('You are offline.')).toBeVisible();
  await planWish(page).fill('1,250');
  await qa.view('retirement-offline', page);
  await context.setOffline(false);
  await expect(page.getByText('You are offline.')).toBeHidden();

  await page.route(`${stack.retirement.url}/`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<meta name="latchkey:service" content="retirement">' }),
  );
  await comeBackLater(page);
  await expect(page.getByText('A new version is available.')).toBeVisible();
  await qa.view('retirement-new-version', page);
  await page.unroute(`${stack.retirement.url}/`);
  await page.getByRole('button', { name: 'Reload' }).click();
  await seesPlan(page);
  await expect(page.getByText('A new version is available.')).toBeHidden();
  await expect(planWish(page), 'typed before').toHaveValue('1,250');
  qa.saw('A banner while the network is away, one when the service has a newer site; what was typed outlived both');
});

/** Somebody looks at another tab for ten minutes. */
async function comeBackLater(page: Page): Promise<void> {
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 600_000;
    document.dispatchEvent(new Event('visibilitychange'));
    Date.now = now;
  });
}

step('Gallery: a session that is about to end', about, async ({ somebody, stack, qa }) => {
  const person = await somebody({ called: 'hedy' });
  const { page } = person;
  await page.clock.install();
  await person.open(stack.retirement);
  await person.logIn();
  await seesPlan(page);
  // Nobody touches the page for half an hour, as its own clock and the service tell it.
  let heal = await alter<Me>(page, '/api/me', (me) => ({ ...me, iat: me.iat - 1_690 }));
  await page.clock.fastForward('28:10');
  const asked = page.getByRole('dialog', { name: 'Are you still there?' });
  await expect(asked).toBeVisible();
  await qa.view('retirement-about-to-end', page);
  await heal();
  await asked.getByRole('button', { name: 'Stay logged in' }).click();
  await expect(asked).toBeHidden();
  heal = await alter<Me>(page, '/api/me', (me) => ({ ...me, auth_time: me.auth_time - 43_090 }));
  await page.reload();
  await expect(page.getByRole('dialog', { name: 'Your login ends soon' })).toBeVisible();
  await qa.view('retirement-ends-soon', page);
  await page.getByRole('button', { name: 'Continue until then' }).click();
  await seesPlan(page);
  await heal();
  qa.saw('The question before the end for idleness, and the word before the longest time of a login is over');
});

step(
  'Gallery: a page that is opened at the wrong address',
  { ...about, needs: ['loopback'] },
  async ({ somebody, stack, qa }) => {
    const person = await somebody({ called: 'radia' });
    const { page } = person;
    for (const [name, front] of Object.entries({ bank: stack.bank, retirement: stack.retirement })) {
      await page.goto(`http://127.0.0.1:${front.port}/?from=letter`);
      await expect(heading(page, 'This page has another address')).toBeVisible();
      await qa.view(`${name}-wrong-address`, page);
    }
    await page.getByRole('link', { name: 'Open the right address' }).click();
    await person.seesHeading('Log in');
    qa.saw('Both sites, opened as 127.0.0.1, name their address and lead to it');
  },
);
