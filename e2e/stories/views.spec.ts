import { expect, test } from '../browser/person.js';
import { expectGoodView } from '../browser/view.js';

test('every view before the login reads well, in light and dark, down to 320 px', async ({ person }) => {
  const { page, house, observer } = person;
  await person.open(house.bank, '/login');
  await person.seesHeading('Log in');
  await expectGoodView(page, 'login');

  await person.fillIn(person.username, 'not my password at all');
  observer.expectRefusal(401, '/api/login');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectGoodView(page, 'login refused');

  await person.open(house.bank, '/register');
  await person.seesHeading('Create an account');
  await expectGoodView(page, 'register');

  await page.goto(`http://127.0.0.1:${house.bank.port}/`);
  await expect(page.getByRole('link', { name: 'Open the right address' })).toBeVisible();
  await expectGoodView(page, 'wrong address');
});

test('every view after the login reads well, in light and dark, down to 320 px', async ({ person }) => {
  const { page, house } = person;
  await person.open(house.bank);
  await person.logIn();
  for (const [front, heading] of [
    [house.bank, `Welcome, ${person.username}`],
    [house.retirement, 'Your retirement plan'],
  ] as const) {
    await person.open(front);
    await person.seesHeading(heading);
    await expectGoodView(page, heading);
    await page.getByRole('button', { name: 'Account' }).click();
    await expect(page.getByRole('button', { name: 'Log out', exact: true })).toBeVisible();
    await expectGoodView(page, `${heading}, account menu`);
    await page.keyboard.press('Escape');
    await page.goto(`${front.url}/no-such-page`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectGoodView(page, `${heading}, no such page`);
  }
});

test('one can log in, save a plan and log out with the keyboard alone', async ({ person }) => {
  const { page, house } = person;
  await person.open(house.retirement);
  await person.seesHeading('Log in');
  await tabTo('Username');
  await page.keyboard.type(person.username);
  await tabTo('Password');
  await page.keyboard.type(person.password);
  await page.keyboard.press('Enter');
  await person.seesHeading('Your retirement plan');
  await tabTo('Monthly wish');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('1500');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
  await tabTo('Account');
  await page.keyboard.press('Enter');
  await tabTo('Log out');
  await page.keyboard.press('Enter');
  await person.seesHeading('Log in');

  async function tabTo(name: string): Promise<void> {
    const target = page
      .getByRole('textbox', { name })
      .or(page.getByRole('button', { name, exact: true }))
      .first();
    await expect(target).toBeVisible();
    for (let step = 0; step < 40; step += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`${name} is not reached by Tab`);
  }
});
