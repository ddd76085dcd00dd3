import { expect, test, type Person } from '../browser/person.js';
import { expectGoodView } from '../browser/view.js';

test('what a browser fills in without a word to the page is what is sent', async ({ person }) => {
  const { page, house } = person;
  await person.open(house.bank, '/login');
  await person.seesHeading('Log in');
  await page.evaluate(
    ([username, password]) => {
      document.querySelector<HTMLInputElement>('input[autocomplete="username"]')!.value = username;
      document.querySelector<HTMLInputElement>('input[autocomplete="current-password"]')!.value = password;
    },
    [person.username, person.password] as const,
  );
  await page.getByRole('button', { name: 'Log in' }).click();
  await person.seesHeading(`Welcome, ${person.username}`);
});

test('the username goes along to the registration and back, and outlives a reload; the password does not', async ({
  person,
}) => {
  const { page, house } = person;
  await person.open(house.bank, '/login');
  await person.fillIn('some.name', 'some password');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await person.seesHeading('Create an account');
  await expect(page.getByRole('textbox', { name: 'Username' })).toHaveValue('some.name');
  await page.reload();
  await page.getByRole('link', { name: 'Log in' }).click();
  await person.seesHeading('Log in');
  await expect(page.getByRole('textbox', { name: 'Username' })).toHaveValue('some.name');
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveValue('');
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain('password');
});

test('a wait that the bank asks for is counted on the button, outlives a reload, and is about one name', async ({
  person,
}) => {
  const { page, house, observer } = person;
  await person.open(house.bank, '/login');
  await throttled(person);
  await person.fillIn(person.username, 'not my password at all');
  observer.expectRefusal(429, '/api/login');
  await page.getByRole('button', { name: 'Log in' }).click();
  const waiting = page.getByRole('button', { name: /^Try again in \d+ s$/ });
  await expect(waiting).toBeVisible();
  await expectGoodView(page, 'login throttled');
  await page.reload();
  await expect(waiting).toBeVisible();
  await page.getByRole('textbox', { name: 'Username' }).fill('another.name');
  await expect(page.getByRole('button', { name: 'Log in' })).toBeVisible();
});

test('caps lock is said beside the password, and moves nothing', async ({ person }) => {
  const { page, house } = person;
  await person.open(house.bank, '/login');
  const password = page.getByRole('textbox', { name: 'Password' });
  await password.focus();
  const before = await page.getByRole('button', { name: 'Log in' }).boundingBox();
  await press(true);
  await expect(page.getByText('Caps lock is on')).toBeVisible();
  expect(await page.getByRole('button', { name: 'Log in' }).boundingBox()).toEqual(before);
  await press(false);
  await expect(page.getByText('Caps lock is on')).toBeHidden();

  async function press(modifierCapsLock: boolean): Promise<void> {
    await password.evaluate((box, on) => {
      box.dispatchEvent(new KeyboardEvent('keyup', { key: 'a', bubbles: true, modifierCapsLock: on }));
    }, modifierCapsLock);
  }
});

test('the strength of a new password is told in words, and a taken name at its field', async ({ person }) => {
  const { page, house, observer } = person;
  await person.open(house.bank, '/register');
  await person.seesHeading('Create an account');
  const password = page.getByRole('textbox', { name: 'Password' });
  for (const [typed, words] of [
    ['short', 'Too short'],
    ['qwertyuiop', 'Easy to guess'],
    ['hippopotamus', 'Acceptable'],
    [person.password, 'Strong'],
  ] as const) {
    await password.fill(typed);
    await expect(page.getByRole('status').filter({ hasText: words })).toBeVisible();
  }
  const username = page.getByRole('textbox', { name: 'Username' });
  await username.fill(person.username);
  observer.expectRefusal(409, '/api/register');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(username).toBeFocused();
  await expect(username).toHaveAccessibleDescription('This username is taken.');
  await expectGoodView(page, 'username taken');
});

/** The bank's refusal after too many wrong guesses, as it sends it. */
async function throttled({ page }: Person): Promise<void> {
  const detail = 'Too many wrong logins. Please try again in 42 seconds.';
  await page.route('**/api/login', (route) =>
    route.fulfill({
      status: 429,
      headers: { 'retry-after': '42', 'content-type': 'application/problem+json' },
      body: JSON.stringify({
        type: 'about:blank',
        title: 'Too Many Requests',
        status: 429,
        code: 'too_many_guesses',
        detail,
      }),
    }),
  );
}
