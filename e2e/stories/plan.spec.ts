import { expect, test } from '../browser/person.js';

test('a plan that was saved is there again, in another browser too', async ({ person, browser }) => {
  const { page, house } = person;
  await person.open(house.retirement);
  await person.logIn();
  await person.seesHeading('Your retirement plan');
  const age = page.getByRole('slider', { name: 'Retirement age' });
  await expect(age).toHaveValue('67');
  await age.focus();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowLeft');
  await page.getByRole('textbox', { name: 'Monthly wish' }).fill('2,345.50');
  await page.getByRole('button', { name: 'Save plan' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();

  const cookies = await person.context.cookies();
  const other = await browser.newContext();
  await other.addCookies(cookies);
  const again = await other.newPage();
  await again.goto(house.retirement.url);
  await expect(again.getByRole('slider', { name: 'Retirement age' })).toHaveValue('64');
  await expect(again.getByRole('textbox', { name: 'Monthly wish' })).toHaveValue(/^2,?345\.50$/);
  await other.close();
});

test('a new person registers in the browser and is welcome', async ({ person }) => {
  const { page, house } = person;
  const username = `${person.username}-too`;
  await person.open(house.bank, '/login');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await person.seesHeading('Create an account');
  await person.fillIn(username, person.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await person.seesHeading(`Welcome, ${username}`);
});

test('a name that is taken is refused in words', async ({ person }) => {
  const { page, house, observer } = person;
  await person.open(house.bank, '/register');
  await person.fillIn(person.username, person.password);
  observer.expectRefusal(409, '/api/register');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
});
