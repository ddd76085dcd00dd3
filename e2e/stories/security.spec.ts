import { expect, test, type Person } from '../browser/person.js';
import { expectGoodView } from '../browser/view.js';
import { logIn } from '../house/persona.js';

const NEXT = 'a short walk to the harbour';

test('a session on another device is ended after a question, and the focus goes on beside it', async ({ person }) => {
  const { page, house } = person;
  await logIn(house, person.username);
  await logIn(house, person.username);
  await opensSecurity(person);
  const ends = page.getByRole('button', { name: 'End session' });
  await expect(ends).toHaveCount(2);
  await expect(page.getByRole('listitem').filter({ hasText: 'This device' }).first()).toContainText('Chrome');
  await expectGoodView(page, 'security');

  const dialog = page.getByRole('dialog', { name: 'End this session?' });
  await ends.first().click();
  await expectGoodView(page, 'end a session');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(ends.first()).toBeFocused();

  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'End session' }).dblclick();
  await expect(ends).toHaveCount(1);
  await expect(ends).toBeFocused();
  await expect(page.getByText('Ended another session')).toBeVisible();

  await ends.click();
  await dialog.getByRole('button', { name: 'End session' }).click();
  await expect(page.getByText('You are logged in nowhere else.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Sessions and devices' })).toBeFocused();
});

test('a new password is refused at the field that is wrong, and ends all other sessions once taken', async ({
  person,
}) => {
  const { page, house, observer } = person;
  await logIn(house, person.username);
  await opensSecurity(person);
  await change('not my password at all', 'password1');
  observer.expectRefusal(400, '/api/password');
  await submit();
  const next = page.getByRole('textbox', { name: 'New password' });
  await expect(next).toBeFocused();
  await expect(next).toHaveAccessibleDescription(/common/);

  await change('not my password at all', NEXT);
  observer.expectRefusal(401, '/api/password');
  await submit();
  const current = page.getByRole('textbox', { name: 'Current password' });
  await expect(current).toBeFocused();
  await expect(current).toHaveAccessibleDescription('The current password is not right.');
  await expect(next).toHaveValue(NEXT);
  await expectGoodView(page, 'password refused');

  await change(person.password, NEXT);
  await submit();
  await expect(page.getByRole('status').filter({ hasText: 'Your password is changed.' })).toBeFocused();
  await expect(current).toHaveValue('');
  await expect(page.getByText('You are logged in nowhere else.')).toBeVisible();
  await expect(page.getByText('1 other session was ended')).toBeVisible();

  async function change(from: string, to: string): Promise<void> {
    await page.getByRole('textbox', { name: 'Current password' }).fill(from);
    await page.getByRole('textbox', { name: 'New password' }).fill(to);
  }
  async function submit(): Promise<void> {
    await page.getByRole('button', { name: 'Change password' }).click();
  }
});

test('logging out everywhere asks first, and leads to the login', async ({ person }) => {
  const { page } = person;
  await opensSecurity(person);
  await page.getByRole('button', { name: 'Log out everywhere' }).click();
  const dialog = page.getByRole('dialog', { name: 'Log out everywhere?' });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Log out everywhere' }).click();
  await person.seesHeading('Log in');
  await expect(page.getByText('You are logged out.')).toBeVisible();
});

test('a refused login stands on the start page, which leads to the events', async ({ person }) => {
  const { page, house, observer } = person;
  await person.open(house.bank, '/login');
  await person.fillIn(person.username, 'not my password at all');
  observer.expectRefusal(401, '/api/login');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await person.logIn();
  await expect(page.getByRole('link', { name: 'Your first login' })).toBeVisible();
  await page.getByRole('link', { name: '1 refused login' }).click();
  await person.seesHeading('Security');
  await expect(page.getByRole('heading', { name: 'Recent events' })).toBeFocused();
  await expect(page.getByRole('listitem').filter({ hasText: 'Login refused' })).toContainText('Worth a look');
});

async function opensSecurity(person: Person): Promise<void> {
  await person.open(person.house.bank, '/security');
  await person.logIn();
  await person.seesHeading('Security');
  await expect(person.page.getByText('This device').first()).toBeVisible();
}
