import type { Page } from '@playwright/test';
import { expect, test, type Person } from '../browser/person.js';
import { expectGoodView } from '../browser/view.js';
import { register } from '../house/persona.js';

const LOCKED = 'You have been logged out';

for (const [here, there] of [
  ['bank', 'retirement'],
  ['retirement', 'bank'],
] as const) {
  test(`a logout at ${here} locks the tab of ${there} within a second`, async ({ person }) => {
    const other = await tabsOf(person, here, there);
    await person.logOut();
    await person.seesHeading('Log in');
    await expect(other.getByRole('heading', { level: 1, name: LOCKED })).toBeVisible({ timeout: 1_000 });
    await expect(other.getByText(person.username), 'nothing of the person is left on the page').toHaveCount(0);
    await expectGoodView(other, `locked at ${there}`);
  });
}

test('from a locked page one logs in again and is back on it, with what was typed', async ({ person }) => {
  const { house } = person;
  const other = await tabsOf(person, 'bank', 'retirement');
  const wish = other.getByRole('textbox', { name: 'Monthly wish' });
  await wish.fill('1357');
  await person.logOut();
  await other.getByRole('link', { name: 'Log in again' }).click();
  await other.waitForURL((url) => url.origin === house.bank.url && url.pathname === '/login');
  await other.getByRole('textbox', { name: 'Username' }).fill(person.username);
  await other.getByRole('textbox', { name: 'Password' }).fill(person.password);
  await other.getByRole('button', { name: 'Log in' }).click();
  await other.waitForURL(`${house.retirement.url}/`);
  await expect(wish).toHaveValue('1357');
});

test('a locked page opens by itself once the same browser logs in again, as whoever that is', async ({ person }) => {
  const { house } = person;
  const other = await tabsOf(person, 'bank', 'retirement');
  await other.getByRole('textbox', { name: 'Monthly wish' }).fill('1357');
  await person.logOut();
  await expect(other.getByRole('heading', { level: 1, name: LOCKED })).toBeVisible();
  const somebody = `${person.username}-else`;
  await register(house, somebody);
  await person.fillIn(somebody, person.password);
  await person.page.getByRole('button', { name: 'Log in' }).click();
  await expect(other.getByText(`The bank logged you in as ${somebody}`)).toBeVisible();
  await expect(other.getByRole('textbox', { name: 'Monthly wish' })).not.toHaveValue('1357');
});

/** A tab of each site; the person's own page is the first. */
async function tabsOf(person: Person, here: 'bank' | 'retirement', there: 'bank' | 'retirement'): Promise<Page> {
  await person.open(person.house.bank);
  await person.logIn();
  await person.seesHeading(`Welcome, ${person.username}`);
  if (here === 'retirement') await person.open(person.house.retirement);
  const other = await person.context.newPage();
  await other.goto(person.house[there].url);
  await expect(other.getByRole('button', { name: 'Account' })).toBeVisible();
  return other;
}
