import { testInOwnHouse } from '../browser/own-house.js';
import { expect, type Person } from '../browser/person.js';
import { countRenewals, loseAccessToken } from '../browser/renewals.js';
import { expectGoodView } from '../browser/view.js';
import { ask, ownPage } from '../house/persona.js';

const REFRESH_COOKIE = '__Host-latchkey-refresh';
const times = { SESSION_IDLE: '4', REFRESH_GRACE: '1' };
const test = testInOwnHouse({ env: { bank: times, retirement: times } });

test('whoever does nothing is warned, and may stay; who lets it end is told why, once, and is back after the login', async ({
  person,
}) => {
  const { page, house, observer } = person;
  await person.open(house.retirement, '/?from=letter');
  await person.logIn();
  await page.getByRole('textbox', { name: 'Monthly wish' }).fill('987');
  const warning = page.getByRole('dialog', { name: 'Are you still there?' });
  await expect(warning).toContainText(/You will be logged out in 0:0[01]/, { timeout: 10_000 });
  await warning.getByRole('button', { name: 'Stay logged in' }).click();
  await expect(warning).toBeHidden();
  await expect(warning).toBeVisible({ timeout: 10_000 });
  for (const path of ['/api/me', '/api/refresh']) observer.expectRefusal(401, path);
  await person.seesHeading('Log in');
  const reason = page.getByText('because you did nothing here for a while');
  await expect(reason).toBeVisible();
  expect(page.url(), 'the reason is no part of the address').not.toContain('idle');
  await expectGoodView(page, 'logged out for idleness');
  await page.reload();
  await person.seesHeading('Log in');
  await expect(reason).toHaveCount(0);
  await person.logIn();
  await page.waitForURL(`${house.retirement.url}/?from=letter`);
  await expect(page.getByRole('textbox', { name: 'Monthly wish' })).toHaveValue('987');
});

test('whose old login token was used again is warned, and nobody else learns it', async ({ person, browser }) => {
  const { page, house, observer } = person;
  await person.open(house.bank);
  await person.logIn();
  await person.seesHeading(`Welcome, ${person.username}`);
  const old = (await person.cookie(house.bank, REFRESH_COOKIE)) ?? '';
  await renewedBy(person);
  await page.waitForTimeout(1_200);
  const thief = await ask(house.bank, {
    method: 'POST',
    path: '/api/refresh',
    headers: [...ownPage(house.bank), ['Cookie', `${REFRESH_COOKIE}=${old}`]],
  });
  expect(thief.status).toBe(401);

  await loseAccessToken(person.context);
  observer.expectRefusal(401, '/api/refresh');
  const renewals = countRenewals(person.context);
  await person.open(house.retirement);
  await person.seesHeading('Log in');
  await expect(page.getByRole('alert')).toContainText('an old login token was used again');
  await expectGoodView(page, 'logged out after a reuse');
  expect(renewals(), 'asked by the page and by the login, no more').toBeLessThanOrEqual(2);

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(page.url());
  await expect(stranger.getByRole('heading', { level: 1, name: 'Log in' })).toBeVisible();
  await expect(stranger.getByRole('alert')).toHaveCount(0);
  await stranger.context().close();
});

async function renewedBy(person: Person): Promise<void> {
  await loseAccessToken(person.context);
  person.observer.expectRefusal(401, '/api/me');
  await person.page.reload();
  await person.seesHeading(`Welcome, ${person.username}`);
}
