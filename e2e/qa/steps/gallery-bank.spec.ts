import { account, field, heading, seesBank } from '../sites.js';
import { expect, step } from '../harness/step.js';

const about = {
  expects: 'Four pictures each, no finding of axe in light or dark or at 320 px, and nothing scrolls sideways.',
  look: 'packages/web/theme',
};

step('Gallery: the ways into the bank', about, async ({ somebody, stack, qa }) => {
  const person = await somebody({ called: 'ada' });
  const { page, username, password } = person;
  await person.open(stack.bank, '/login');
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
  await page.getByRole('link', { name: 'Create an account' }).click();
  await person.seesHeading('Create an account');
  await field(page, 'Username').fill('');
  await qa.view('bank-register', page);
  await field(page, 'Username').fill(username);
  await field(page, 'Password').fill(password);
  await expect(page.getByText('Strong.', { exact: true })).toBeVisible();
  await qa.view('bank-register-strong-password', page);
  qa.saw('Login, also with caps lock; registration, also with a strong password');
});

step('Gallery: what the bank shows to whom it knows', about, async ({ somebody, stack, qa }) => {
  const person = await somebody({ called: 'ada.lovelace' });
  const { page, observer } = person;
  const phone = await somebody({ as: person });
  await phone.open(stack.bank);
  await phone.logIn();
  await seesBank(phone.page, person.username);
  await person.open(stack.bank);
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
  observer.expectProblem(404, '/no-such-page');
  await person.open(stack.bank, '/no-such-page');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await qa.view('bank-not-found', page);
  const notFound = await page.getByRole('heading', { level: 1 }).innerText();
  observer.expectProblem(400, '/%zz');
  await person.open(stack.bank, '/%zz');
  await expect(heading(page, notFound)).toBeVisible();
  qa.saw('Start page, account menu, the parts of the security page, its dialogs, and a page that is not there');
});
