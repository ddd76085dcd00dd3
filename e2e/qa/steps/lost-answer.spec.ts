import { call } from '../../house/call.js';
import { ownPage } from '../../house/persona.js';
import { HINT_COOKIE } from '../../house/jar.js';
import { loseAccessToken } from '../../browser/renewals.js';
import { seesBank, seesPlan } from '../sites.js';
import { expect, step } from '../harness/step.js';

const REFRESH_COOKIE = '__Host-latchkey-refresh';

step(
  'An answer of the renewal that is lost on the way costs nobody the login',
  {
    expects:
      'The bank has renewed, the browser never heard so; the next try gets the same new token, and no login page.',
    look: 'apps/bank/src/refresh/refresh.rules.ts',
  },
  async ({ person, house, qa }) => {
    const { page, context, observer } = person;
    await person.open(house.retirement);
    await person.logIn();
    await seesPlan(page);
    const held = await person.cookie(house.bank, REFRESH_COOKIE);
    let lost = 0;
    await page.route(`${house.bank.url}/api/refresh`, async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.fallback();
      lost += 1;
      // The bank is asked for real and answers; the browser's own connection breaks before it hears.
      const cookies = await context.cookies(house.bank.url);
      const sent = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
      const heard = await call(house.bank, {
        method: 'POST',
        path: '/api/refresh',
        headers: [...ownPage(house.bank), ['Cookie', sent]],
      });
      expect(heard.status, 'the bank has renewed').toBe(200);
      await route.abort('connectionrefused');
    });
    observer.expectRefusal(401, '/api/me');
    observer.expectLost('/api/refresh');
    await loseAccessToken(context);
    await page.reload();
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    expect(await person.cookie(house.bank, REFRESH_COOKIE), 'the browser still holds the old token').toBe(held);
    // No view of it: the grace in which the old token still counts runs.
    await qa.picture('The page after the answer was lost', page);
    qa.saw('The bank renewed, the connection was cut before its answer; the browser kept its old refresh token');
    await page.getByRole('button', { name: 'Try again' }).click();
    await seesPlan(page);
    expect(lost).toBe(1);
    expect(await person.cookie(house.bank, REFRESH_COOKIE)).not.toBe(held);
    await person.open(house.bank);
    await seesBank(page, person.username);
    expect(await person.cookie(house.bank, HINT_COOKIE)).toBeDefined();
    qa.saw('The second try was answered with the same successor; both sites go on without a login');
  },
);
