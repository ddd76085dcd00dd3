import { loseAccessToken } from '../../browser/renewals.js';
import { newSecret } from '../../stack/environment.js';
import { users } from '../../stack/bank-commands.js';
import { cutDatabase, inDatabase } from '../database-access.js';
import { heading, seesBank } from '../sites.js';
import { alter, holdUp } from '../response-overrides.js';
import { expect, step } from '../harness/step.js';

interface Services {
  services: { id: string }[];
}

const about = {
  expects: 'Four pictures each, no finding of axe in light or dark or at 320 px, and nothing scrolls sideways.',
  look: 'packages/web/theme',
};

step(
  'Gallery: the bank that waits, fails, or has nothing to show',
  { ...about, needs: ['database'] },
  async ({ somebody, stack, qa }) => {
    const person = await somebody({ called: 'grace' });
    const { page, observer } = person;
    await person.open(stack.bank);
    await person.logIn();
    await seesBank(page, person.username);
    const answer = await holdUp(page, '/api/me');
    await page.reload();
    await expect(heading(page, 'Loading')).toBeAttached();
    await qa.view('bank-loading', page);
    await answer();
    await seesBank(page, person.username);

    const restore = await alter<Services>(page, '/.well-known/latchkey/services', ({ services }) => ({
      services: services.filter(({ id }) => id === 'bank'),
    }));
    for (const path of ['/api/sessions', '/api/events']) observer.expectProblem(503, path);
    observer.expectProblem(503, '/api/refresh');
    const heal = await cutDatabase(stack.bank);
    await page.reload();
    await seesBank(page, person.username);
    const again = page.getByRole('button', { name: 'Try again' });
    await expect(page.getByText('No other services yet')).toBeVisible();
    await expect(again).toBeVisible();
    await qa.view('bank-home-empty-and-failed', page, again);
    await restore();
    await loseAccessToken(person.context);
    observer.expectProblem(401, '/api/me');
    await page.reload();
    await expect(again).toBeVisible();
    await qa.view('bank-error', page);
    await heal();
    await again.click();
    await seesBank(page, person.username);
    qa.saw('The skeleton, a page that failed with its request id, a part that failed, and a list with nothing in it');
  },
);

step(
  'Gallery: why one was logged out, as far as the other steps do not show it',
  { ...about, needs: ['kill', 'database'] },
  async ({ somebody, stack, qa }) => {
    const person = await somebody({ called: 'grace.hopper' });
    const { page, observer, username, password } = person;
    await person.open(stack.bank);
    await person.logIn();
    await seesBank(page, username);
    await person.logOut();
    await expect(page.getByText('You are logged out.')).toBeVisible();
    await qa.view('bank-login-after-logout', page);
    qa.saw('After a logout the login page says so');

    observer.expectProblem(401, '/api/me');
    observer.expectProblem(401, '/api/refresh');
    const isToldAfter = async (name: string, happen: () => Promise<void>, words: string): Promise<void> => {
      await person.logIn();
      await seesBank(page, username);
      await happen();
      await expect(page.getByText(words)).toBeVisible();
      await qa.view(`bank-login-after-${name}`, page);
      qa.saw(`${name.replaceAll('-', ' ')}: "${words}"`);
    };
    // What no service tells an open page of is found out by a renewal.
    const renew = async (): Promise<void> => {
      await loseAccessToken(person.context);
      await page.reload();
    };
    const grow = 'UPDATE sessions SET expires_at = now() WHERE user_id = (SELECT id FROM users WHERE username = $1)';
    const outlive = (): Promise<void> => inDatabase(stack.bank, grow, [username]).then(renew);
    await isToldAfter('absolute', outlive, 'reached its time limit');
    const decide = (step: string) => users([step, username], { DATABASE_URL: stack.bank.database });
    const end = async (): Promise<void> => expect(await decide('end-sessions')).toMatchObject({ code: 0 });
    await isToldAfter('ended-by-bank', async () => end(), 'The bank ended your login.');
    const [bank] = stack.bank.replicas;
    const { REFRESH_SECRET: secret = '' } = bank?.env ?? {};
    const restartWith = async (other: string): Promise<void> => {
      await bank?.stop();
      if (bank !== undefined) bank.env['REFRESH_SECRET'] = other;
      await bank?.start();
    };
    const withdraw = (): Promise<void> => restartWith(newSecret()).then(renew);
    await isToldAfter('key-withdrawn', withdraw, 'because the bank renewed its security keys');
    await restartWith(secret);

    expect(await decide('disable')).toMatchObject({ code: 0 });
    // Without the reason of before.
    await page.reload();
    await person.seesHeading('Log in');
    observer.expectProblem(403, '/api/login');
    await person.fillIn(username, password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect(page.getByRole('alert')).toContainText('This account is disabled.');
    await qa.view('bank-login-disabled', page);
    qa.saw('Whom the bank has disabled, and who knows the password, is told so');
  },
);
