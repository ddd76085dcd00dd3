import { HINT_COOKIE } from '../../stack/cookie-jar.js';
import { loseAccessToken } from '../../browser/renewals.js';
import { account, field, seesBank, seesPlan } from '../sites.js';
import { loseAnswer } from '../response-overrides.js';
import { expect, step } from '../harness/step.js';

const REFRESH_COOKIE = '__Host-latchkey-refresh';

step(
  'An answer of the renewal that is lost on the way costs nobody the login',
  {
    expects:
      'The bank has renewed, the browser never response so; the next try gets the same new token, and no login page.',
    look: 'apps/bank/src/refresh/refresh.rules.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, context, observer } = person;
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    const held = await person.cookie(stack.bank, REFRESH_COOKIE);
    const lost = await loseAnswer(page, '/api/refresh');
    observer.expectProblem(401, '/api/me');
    observer.expectLost('/api/refresh');
    await loseAccessToken(context);
    await page.reload();
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    expect(await person.cookie(stack.bank, REFRESH_COOKIE), 'the browser still holds the old token').toBe(held);
    // No view of it: the grace in which the old token still counts runs.
    await qa.picture('The page after the answer was lost', page);
    qa.saw('The bank renewed, the connection was cut before its answer; the browser kept its old refresh token');
    await page.getByRole('button', { name: 'Try again' }).click();
    await seesPlan(page);
    expect(lost(), 'the bank had renewed').toEqual([200]);
    expect(await person.cookie(stack.bank, REFRESH_COOKIE)).not.toBe(held);
    await person.open(stack.bank);
    await seesBank(page, person.username);
    expect(await person.cookie(stack.bank, HINT_COOKIE)).toBeDefined();
    qa.saw('The second try was answered with the same successor; both sites go on without a login');
  },
);

step(
  'A registration whose answer is lost goes on at the second click',
  {
    expects:
      'The account is there and its name taken, by the same person: the second click logs in and refuses nothing.',
    needs: ['users'],
    look: 'apps/bank/web/src/register/register-form.tsx',
  },
  async ({ somebody, stack, qa }) => {
    const person = await somebody({ account: false });
    const { page, observer, username, password } = person;
    const create = page.getByRole('button', { name: 'Create account' });
    await person.open(stack.bank, '/register');
    await person.fillIn(username, password);
    const lost = await loseAnswer(page, '/api/register');
    observer.expectLost('/api/register');
    await create.click();
    await expect(page.getByRole('alert')).toContainText('The service did not respond.');
    await expect(field(page, 'Username')).toHaveValue(username);
    await expect(field(page, 'Password')).toHaveValue(password);
    await qa.picture('The registration after its answer was lost', page);
    observer.expectProblem(409, '/api/register');
    await create.click();
    await seesBank(page, username);
    expect(lost(), 'the bank had opened the account').toEqual([201]);
    qa.saw(`The bank opened the account and was not response; the second click logged ${username} in`);
  },
);

step(
  'A new password and a logout whose answers are lost are not said to have failed',
  {
    expects: 'The page says that it response nothing, and what may be; the next try tells how it stands.',
    needs: ['users'],
    look: 'apps/bank/web/src/security/password-change-form.tsx',
  },
  async ({ person, stack, qa }) => {
    const { page, observer, password } = person;
    await person.open(stack.bank, '/security');
    await person.logIn();
    await person.seesHeading('Security');
    const change = page.getByRole('button', { name: 'Change password' });
    await field(page, 'Current password').fill(password);
    await field(page, 'New password').fill('a longer walk to another lighthouse');
    const changed = await loseAnswer(page, '/api/password');
    observer.expectLost('/api/password');
    await change.click();
    await expect(page.getByRole('alert')).toContainText('The service did not respond.');
    observer.expectProblem(401, '/api/password');
    await change.click();
    await expect(field(page, 'Current password')).toHaveAccessibleDescription(/may have succeeded/);
    expect(changed(), 'the bank had changed it').toEqual([204]);
    qa.saw('The second try was refused, and told that the first one may have succeeded');
    const loggedOut = await loseAnswer(page, '/api/logout');
    observer.expectLost('/api/logout');
    for (const path of ['/api/logout', '/api/refresh', '/api/me']) observer.tolerateProblem(401, path);
    await person.logOut();
    // The stream of the session may tell the page how it stands before anybody has read the alert.
    const [alert, again] = [page.getByRole('alert'), page.getByRole('button', { name: 'Log out', exact: true })];
    const login = page.getByRole('heading', { name: 'Log in' });
    await expect(alert.filter({ hasText: 'You may still be logged in.' }).or(login).first()).toBeVisible();
    await qa.picture('After the answer to a logout was lost', page);
    if (await login.isHidden()) await again.click({ timeout: 5_000 }).catch(() => undefined);
    await person.seesHeading('Log in');
    await expect(page.getByText('You are logged out.')).toBeVisible();
    expect(loggedOut(), 'the bank had ended the session').toEqual([204]);
    await expect(account(page)).toHaveCount(0);
    qa.saw('The page told how it stands, by itself or after a second click, and led to the login');
  },
);
