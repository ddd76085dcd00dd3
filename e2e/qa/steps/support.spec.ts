import type { Page } from '@playwright/test';
import { changeRole } from '../roles.js';
import { field, heading, seesBank, supportDesk } from '../sites.js';
import { expect, step } from '../harness/step.js';

const REASON = 'Asked by phone, ticket 4711';
const about = { needs: ['users', 'database'], look: 'apps/bank/src/support/support.service.ts' } as const;

/** Looks somebody up at the support desk. */
async function lookUp(page: Page, username: string, reason = REASON): Promise<void> {
  await field(page, 'Username').fill(username);
  await field(page, 'Reason').fill(reason);
  await page.getByRole('button', { name: 'Look up' }).click();
}

/** Presses a button of the desk, and the one of its question that is called the same. */
async function act(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  const dialog = page.getByRole('dialog');
  await expect(field(dialog, 'Reason')).toHaveValue(REASON);
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await expect(dialog).toBeHidden();
}

step(
  'The support desk looks at an account, ends a session, disables and enables it, and its person sees each with the reason',
  {
    ...about,
    expects:
      'Each act counts at once in the page that the person has open, and stands among their events with its reason.',
  },
  async ({ somebody, stack, qa }) => {
    const [eve, jean] = [await somebody({ called: 'eve' }), await somebody({ called: 'jean' })];
    await changeRole(stack, 'grant', eve.username, 'support');
    await jean.open(stack.bank);
    await jean.logIn();
    await seesBank(jean.page, jean.username);

    const { page } = eve;
    await eve.open(stack.bank);
    await eve.logIn();
    await supportDesk(page).click();
    await eve.seesHeading('Support desk');
    await page.getByRole('button', { name: 'Look up' }).click();
    await expect(field(page, 'Username')).toBeFocused();
    await qa.view('bank-support', page);
    await lookUp(page, jean.username);
    await expect(page.getByRole('heading', { name: 'Account', exact: true })).toBeFocused();
    await expect(page.getByText('Active', { exact: true })).toBeVisible();
    await expect(page.getByText('Account created')).toBeVisible();
    await qa.view('bank-support-person', page);
    await page.getByRole('button', { name: /^End session/ }).click();
    await qa.view('bank-support-end-session', page);
    await page.keyboard.press('Escape');

    // Why it ended, its page asks by itself.
    for (const path of ['/api/me', '/api/refresh']) jean.observer.tolerateProblem(401, path);
    await act(page, 'End session');
    await expect(page.getByText('There is no session to end.')).toBeVisible();
    await expect(jean.page.getByText('The bank ended your login.')).toBeVisible();
    await jean.logIn();
    await seesBank(jean.page, jean.username);
    qa.saw(
      'The only session of the person was ended: the open page went to the login by itself, and said that the bank ended it',
    );

    await act(page, 'Disable account');
    await expect(page.getByText('The account is disabled.')).toBeVisible();
    await jean.seesHeading('Log in');
    jean.observer.expectProblem(403, '/api/login');
    await jean.fillIn(jean.username, jean.password);
    await jean.page.getByRole('button', { name: 'Log in' }).click();
    await expect(jean.page.getByRole('alert')).toContainText('This account is disabled.');
    await act(page, 'Enable account');
    await expect(page.getByText('The account is enabled.')).toBeVisible();
    qa.saw('A disabled account was logged out and its login refused, until it was enabled again');

    await jean.logIn();
    await jean.open(stack.bank, '/security');
    await jean.seesHeading('Security');
    const events = jean.page.getByRole('listitem').filter({ hasText: `Reason: ${REASON}` });
    for (const text of [
      'Support looked at the account',
      'Sessions ended by support',
      'Account disabled by support',
      'Account enabled by support',
    ]) {
      await expect(events.filter({ hasText: text })).toHaveCount(1);
    }
    await expect(jean.page.getByText(eve.username, { exact: true }), 'who it was is not told').toHaveCount(0);
    await qa.view('bank-security-support', jean.page, events.first());
    qa.saw('The person sees the look and each act among the events, with the reason that was typed');
  },
);

step(
  'The support desk is not for one’s own account nor for a colleague’s, and nobody else is let in',
  {
    ...about,
    expects: 'Both looks are refused in words and stand on the record of who asked; without the role the page says so.',
  },
  async ({ person, somebody, stack, qa }) => {
    const { page, observer } = person;
    const [colleague, other] = [await somebody(), await somebody()];
    for (const { username } of [person, colleague]) await changeRole(stack, 'grant', username, 'support');
    await person.open(stack.bank, '/support');
    await person.logIn();
    observer.expectProblem(403, '/api/support/look');
    observer.expectProblem(404, '/api/support/look');
    const alert = page.getByRole('alert');
    await lookUp(page, person.username);
    await expect(alert).toContainText('This is your own account.');
    await lookUp(page, colleague.username);
    await expect(alert).toContainText('This person is of the support desk.');
    await lookUp(page, other.username.slice(1));
    await expect(field(page, 'Username')).toHaveAccessibleDescription(/There is no such person\./);
    await person.open(stack.bank, '/security');
    await expect(page.getByText('Support request refused')).toHaveCount(3);
    qa.saw('One’s own account, a colleague’s and half a name were refused, and stand on the own record');

    await other.open(stack.bank, '/support');
    await other.logIn();
    await expect(heading(other.page, 'This page is not for your role')).toBeVisible();
    await expect(supportDesk(other.page)).toHaveCount(0);
    qa.saw('Somebody without the role sees a page that says which one it needs, and no way to it in the navigation');
  },
);
