import { testInOwnHouse } from '../browser/own-house.js';
import { expect } from '../browser/person.js';
import { countRenewals } from '../browser/renewals.js';
import { expectGoodView } from '../browser/view.js';

const times = { TOKEN_RENEW_AFTER: '2' };
const test = testInOwnHouse({ env: { bank: times, retirement: times } });

test('renewal follows use: a page left alone renews nothing, the next touch renews once', async ({ person }) => {
  const { page, house } = person;
  await person.open(house.retirement);
  await person.logIn();
  await page.getByRole('textbox', { name: 'Monthly wish' }).fill('2222');
  const renewals = countRenewals(person.context);
  await page.waitForTimeout(3_500);
  expect(renewals(), 'left alone').toBe(0);
  await page.getByRole('textbox', { name: 'Monthly wish' }).press('End');
  await expect.poll(renewals, { message: 'touched' }).toBe(1);
  await page.getByRole('textbox', { name: 'Monthly wish' }).press('Home');
  await page.waitForTimeout(500);
  expect(renewals(), 'touched again at once').toBe(1);
  await expect(page.getByRole('textbox', { name: 'Monthly wish' })).toHaveValue('2222');
});

test('a hidden tab renews nothing, whatever happens on it', async ({ person }) => {
  const { page, house } = person;
  await person.open(house.retirement);
  await person.logIn();
  await page.waitForTimeout(2_500);
  await page.evaluate(() => Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' }));
  const renewals = countRenewals(person.context);
  await page.getByRole('heading', { level: 1 }).click();
  await page.waitForTimeout(500);
  expect(renewals()).toBe(0);
});

test('while the bank is dead reading goes on under a banner, which leaves once the bank is back', async ({
  person,
}) => {
  const { page, house, observer } = person;
  const [bank] = house.bank.replicas;
  await person.open(house.retirement);
  await person.logIn();
  const wish = page.getByRole('textbox', { name: 'Monthly wish' });
  await wish.fill('4321');
  await page.waitForTimeout(2_500);
  await bank?.kill9();
  observer.expectLost('/api/refresh');
  await wish.press('End');
  const banner = page.getByText('The bank cannot be reached.');
  await expect(banner).toBeVisible();
  await expectGoodView(page, 'bank away');
  await page.reload();
  await expect(wish, 'read, and what was typed is still there').toHaveValue('4321');
  await page.getByRole('heading', { level: 1 }).click();
  await expect(banner).toBeVisible();
  await bank?.start();
  await expect(async () => {
    await page.getByRole('heading', { level: 1 }).click();
    await expect(banner).toBeHidden({ timeout: 500 });
  }).toPass({ timeout: 15_000 });
  await page.getByRole('button', { name: 'Save plan' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
});

test('one logs out at retirement while the bank is dead, and sees so', async ({ person }) => {
  const { page, house, observer } = person;
  const [bank] = house.bank.replicas;
  await person.open(house.retirement);
  await person.logIn();
  await person.seesHeading('Your retirement plan');
  await bank?.kill9();
  observer.expectLost('/health/live');
  observer.tolerateLost('/api/refresh');
  await person.logOut();
  await person.seesHeading('You are logged out');
  await expectGoodView(page, 'logged out while the bank is away');
  await bank?.start();
  await page.getByRole('link', { name: 'Go to the login' }).click();
  await person.seesHeading('Log in');
});
