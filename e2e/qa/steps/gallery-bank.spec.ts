import { account, field, seesBank } from '../sites.js';
import { fail } from '../provoke.js';
import { expect, step } from '../harness/step.js';

const about = {
  expects: 'Four pictures each, no finding of axe in light or dark or at 320 px, and nothing scrolls sideways.',
  look: 'packages/web/src/theme',
};

/** Played: a real guess would count at the account, which may be somebody's. */
const refusedFor = (detail: string) => ({ status: 401, code: 'invalid_credentials', detail });

step('Gallery: the ways into the bank', about, async ({ somebody, house, qa }) => {
  const person = await somebody({ called: 'ada' });
  const { page, observer, username, password } = person;
  await person.open(house.bank, '/login');
  await person.seesHeading('Log in');
  await qa.view('bank-login', page);
  await field(page, 'Password').focus();
  const before = await page.getByRole('button', { name: 'Log in' }).boundingBox();
  await page.evaluate(() =>
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'CapsLock', modifierCapsLock: true })),
  );
  await expect(page.getByText('Caps lock is on')).toBeVisible();
  expect(await page.getByRole('button', { name: 'Log in' }).boundingBox(), 'the hint moves nothing').toEqual(before);
  await qa.view('bank-login-caps-lock', page);
  await page.evaluate(() => document.dispatchEvent(new KeyboardEvent('keyup', { key: 'CapsLock' })));
  await expect(page.getByText('Caps lock is on')).toBeHidden();
  const take = await fail(page, '/api/login', refusedFor('Invalid username/password'));
  observer.expectRefusal(401, '/api/login');
  await person.fillIn(username, 'not my password at all');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await qa.view('bank-login-refused', page);
  await take();
  await page.getByRole('link', { name: 'Create an account' }).click();
  await person.seesHeading('Create an account');
  await field(page, 'Username').fill('');
  await qa.view('bank-register', page);
  await field(page, 'Username').fill(username);
  await field(page, 'Password').fill(password);
  await expect(page.getByText('Strong.', { exact: true })).toBeVisible();
  await qa.view('bank-register-strong-password', page);
  const end = await fail(page, '/api/register', { status: 409, code: 'username_taken', detail: 'This name is taken.' });
  observer.expectRefusal(409, '/api/register');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(field(page, 'Username')).toHaveAttribute('aria-invalid', 'true');
  await qa.view('bank-register-taken', page, field(page, 'Username'));
  await end();
  qa.saw('Login, refused, with caps lock; registration, with a strong password, with a name that is taken');
});

step('Gallery: what the bank shows to whom it knows', about, async ({ somebody, house, qa }) => {
  const person = await somebody({ called: 'ada.lovelace' });
  const { page, observer } = person;
  const phone = await somebody({ as: person });
  await phone.open(house.bank);
  await phone.logIn();
  await seesBank(phone.page, person.username);
  await person.open(house.bank);
  await person.logIn();
  await seesBank(page, person.username);
  await expect(page.getByRole('link', { name: 'Change password' })).toBeVisible();
  await qa.view('bank-home', page);
  await account(page).click();
  await expect(page.getByText(`Logged in as ${person.username}`)).toBeVisible();
  await qa.view('bank-account-menu', page);
  await page.getByRole('link', { name: 'Security and devices' }).click();
  await person.seesHeading('Security');
  await expect(page.getByText('Logged in', { exact: true }).first()).toBeVisible();
  await qa.view('bank-security', page);
  await qa.view('bank-security-events', page, page.getByText('Logged in', { exact: true }).first());
  await page
    .getByRole('button', { name: /^End session/ })
    .first()
    .click();
  await expect(page.getByRole('dialog', { name: 'End this session?' })).toBeVisible();
  await qa.view('bank-security-end-session', page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Log out everywhere' }).click();
  await expect(page.getByRole('dialog', { name: 'Log out everywhere?' })).toBeVisible();
  await qa.view('bank-security-log-out-everywhere', page);
  await page.keyboard.press('Escape');
  await field(page, 'Current password').fill('not my password at all');
  await field(page, 'New password').fill('one more walk to the lighthouse');
  await fail(page, '/api/password', refusedFor('The current password is not right.'));
  observer.expectRefusal(401, '/api/password');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(field(page, 'Current password')).toHaveAttribute('aria-invalid', 'true');
  await qa.view('bank-security-password-refused', page, field(page, 'Current password'));
  observer.expectRefusal(404, '/no-such-page');
  await person.open(house.bank, '/no-such-page');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await qa.view('bank-not-found', page);
  qa.saw('Start page, account menu, the parts of the security page, its dialogs, and a page that is not there');
});
