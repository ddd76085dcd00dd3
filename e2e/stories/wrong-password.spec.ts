import { expect, test } from '../browser/person.js';
import { ask, register } from '../house/persona.js';

const WORDS = 'Invalid username/password';

test('a wrong password is answered in words, and what was typed stays', async ({ person }) => {
  const { page, house, observer } = person;
  await person.open(house.bank, '/login');
  await person.fillIn(person.username, 'not my password at all');
  observer.expectRefusal(401, '/api/login');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('alert')).toContainText(WORDS);
  await expect(page.getByRole('textbox', { name: 'Username' })).toHaveValue(person.username);
  await person.fillIn(person.username, person.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await person.seesHeading(`Welcome, ${person.username}`);
});

test('an unknown user gets the very same words as a wrong password', async ({ house }) => {
  await register(house, 'known.user');
  const answers = await Promise.all(
    ['known.user', 'unknown.user'].map((username) =>
      ask(house.bank, { method: 'POST', path: '/api/login', json: { username, password: 'a wrong guess of mine' } }),
    ),
  );
  const [known, unknown] = answers.map((answer) => {
    const { requestId: _, ...rest } = JSON.parse(answer.body) as Record<string, unknown>;
    return { status: answer.status, realm: answer.headers.get('www-authenticate'), rest };
  });
  expect(known).toMatchObject({ status: 401, rest: { code: 'invalid_credentials', detail: WORDS } });
  expect(unknown).toEqual(known);
});

test('the page for an unknown user says the same', async ({ person }) => {
  const { page, house, observer } = person;
  await person.open(house.bank, '/login');
  await person.fillIn('nobody-by-this-name', 'not my password at all');
  observer.expectRefusal(401, '/api/login');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('alert')).toContainText(WORDS);
});
