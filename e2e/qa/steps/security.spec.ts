import { verdictOf } from '../../stack/program.js';
import { PASSWORD } from '../../stack/test-user.js';
import { field, heading, seesBank } from '../sites.js';
import { expect, step } from '../harness/step.js';

const NEXT = 'a longer walk to another lighthouse';

step(
  'A new password ends all other sessions, and the list of events shows it',
  {
    expects: 'This browser stays logged in; the other one is out and told why; the old password is worth nothing.',
    needs: ['users'],
    look: 'apps/bank/src/account/password-change.service.ts',
  },
  async ({ person, somebody, stack, qa }) => {
    const { page, observer } = person;
    const device = await somebody({ as: person });
    await device.open(stack.bank);
    await device.logIn();
    await seesBank(device.page, person.username);
    await person.open(stack.bank);
    await person.logIn();
    await seesBank(page, person.username);
    await person.open(stack.bank, '/security');
    const change = page.getByRole('button', { name: 'Change password' });
    await field(page, 'Current password').fill('not my password at all');
    await field(page, 'New password').fill('password1');
    observer.expectProblem(400, '/api/password');
    await change.click();
    await expect(field(page, 'New password')).toBeFocused();
    await expect(field(page, 'New password')).toHaveAccessibleDescription(/common/);
    await field(page, 'New password').fill(NEXT);
    observer.expectProblem(401, '/api/password');
    await change.click();
    await expect(field(page, 'Current password')).toBeFocused();
    await expect(field(page, 'Current password')).toHaveAccessibleDescription('The current password is not right.');
    await expect(field(page, 'New password'), 'what was typed stays').toHaveValue(NEXT);
    await qa.view('bank-security-password-refused', page, field(page, 'Current password'));
    // Its page asks by itself, at the moment of the change.
    for (const path of ['/api/me', '/api/refresh']) device.observer.tolerateProblem(401, path);
    await field(page, 'Current password').fill(PASSWORD);
    await change.click();
    await expect(page.getByRole('status').filter({ hasText: 'Your password has been changed.' })).toBeFocused();
    await expect(field(page, 'Current password')).toHaveValue('');
    await expect(page.getByText('1 other session was ended')).toBeVisible();
    await expect(page.getByText('Password changed', { exact: true })).toBeVisible();
    await expect(page.getByText('Failed password change')).toBeVisible();
    await qa.view('bank-security-password-changed', page, page.getByText('Your password has been changed.'));
    qa.saw('A wrong current password was refused at its field; the change itself and the error are among the events');
    await device.seesHeading('Log in');
    await expect(device.page.getByText('because your password was changed')).toBeVisible();
    await qa.view('bank-login-after-password-change', device.page);
    qa.saw('The other browser is out, and told that the password was changed');
    await page.reload();
    await person.seesHeading('Security');
    const logIn = async (password: string) => {
      const json = { username: person.username, password };
      return verdictOf(await qa.ask(stack.bank, { method: 'POST', path: '/api/login', json }));
    };
    expect([await logIn(PASSWORD), await logIn(NEXT)]).toEqual(['401 invalid_credentials', '200']);
    qa.saw('The old password is refused, the new one logs in, and this browser stayed logged in');
  },
);

step(
  'A login that was refused stands on the start page, which leads to the events',
  {
    expects: 'Anyone who comes after an attacker sees it at once, and the list of events marks it.',
    needs: ['users'],
    look: 'apps/bank/web/src/home/security-summary.tsx',
  },
  async ({ somebody, stack, qa }) => {
    const person = await somebody({ called: 'annie' });
    const { page, observer } = person;
    await person.open(stack.bank, '/login');
    await person.fillIn(person.username, 'not my password at all');
    observer.expectProblem(401, '/api/login');
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await person.logIn();
    await expect(page.getByRole('link', { name: 'Your first login' })).toBeVisible();
    await qa.view('bank-home-after-a-refused-login', page);
    await page.getByRole('link', { name: '1 failed login' }).click();
    await expect(heading(page, 'Security')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Recent events' })).toBeFocused();
    await expect(page.getByRole('listitem').filter({ hasText: 'Failed login' })).toContainText('Worth a look');
    qa.saw('The start page says "1 failed login" and leads to the event, which is marked as worth a look');
  },
);
