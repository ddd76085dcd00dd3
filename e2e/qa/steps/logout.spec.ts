import { ACCESS_COOKIE, PASSWORD, register } from '../../stack/test-user.js';
import { account, heading, LOCKED, planWish, seesBank, seesPlan, tabAt } from '../sites.js';
import { expect, step } from '../harness/step.js';

for (const here of ['bank', 'retirement'] as const) {
  const there = here === 'bank' ? 'retirement' : 'bank';
  step(
    `A logout at ${here} ends the login at both, and locks the tab of ${there} at once`,
    {
      expects: `The login says that one is logged out; the open page of ${there} is hidden at once; both sites ask for a login.`,
      look: 'packages/web/src/session/hint.ts',
    },
    async ({ person, stack, qa }) => {
      const { page } = person;
      await person.open(stack.bank);
      await person.logIn();
      await seesBank(page, person.username);
      if (here === 'retirement') {
        await person.open(stack.retirement);
        await seesPlan(page);
      }
      const other = await tabAt(page, stack[there].url);
      const answered = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/logout');
      await person.logOut();
      await answered;
      const began = performance.now();
      await expect(heading(other, LOCKED)).toBeVisible();
      const within = performance.now() - began;
      await person.seesHeading('Log in');
      expect(new URL(page.url()).origin).toBe(stack.bank.url);
      await expect(page.getByText('You are logged out.')).toBeVisible();
      await expect(other.getByText(person.username), 'nothing of the person is left on the page').toHaveCount(0);
      await qa.view(`${there}-locked`, other);
      qa.saw(`The page of ${here} was at the login of the bank, which said "You are logged out."`);
      qa.saw(
        `After ${Math.round(within)} ms the tab of ${there} showed "${LOCKED}", and nothing of ${person.username}`,
      );
      expect(await person.cookie(stack.bank, ACCESS_COOKIE)).toBeUndefined();
      for (const front of [stack.retirement, stack.bank]) {
        await person.open(front);
        await person.seesHeading('Log in');
      }
      qa.saw('The access cookie is gone, and both sites show the login');
    },
  );
}

step(
  'From a locked page one logs in again and is back on it, with what was typed',
  {
    expects: 'The link of the locked page leads over the login back to the plan, and the draft is there.',
    look: 'packages/web/src/ui/draft.ts',
  },
  async ({ person, stack, qa }) => {
    const { page } = person;
    await person.open(stack.bank);
    await person.logIn();
    await seesBank(page, person.username);
    const other = await tabAt(page, stack.retirement.url);
    const wish = planWish(other);
    await wish.fill('1357');
    await person.logOut();
    await other.getByRole('link', { name: 'Log in again' }).click();
    await other.waitForURL((url) => url.origin === stack.bank.url && url.pathname === '/login');
    await other.getByRole('textbox', { name: 'Username' }).fill(person.username);
    await other.getByRole('textbox', { name: 'Password' }).fill(person.password);
    await other.getByRole('button', { name: 'Log in' }).click();
    await other.waitForURL(`${stack.retirement.url}/`);
    await expect(wish).toHaveValue(/^1,?357$/);
    qa.saw('After the login the tab was back on the plan, with the typed 1357 in its field');
  },
);

step(
  'A locked page opens by itself once the same browser logs in again, whoever that is',
  {
    expects: 'The other tab asks again who is there and shows that person, and nothing of the one before.',
    needs: ['users'],
    look: 'packages/web/src/session/hint.rules.ts',
  },
  async ({ person, stack, qa }) => {
    const { page } = person;
    const somebody = `${person.username}-else`;
    await register(stack, somebody);
    await person.open(stack.bank);
    await person.logIn();
    await seesBank(page, person.username);
    const other = await tabAt(page, stack.retirement.url);
    await planWish(other).fill('1357');
    await person.logOut();
    await expect(heading(other, LOCKED)).toBeVisible();
    await person.seesHeading('Log in');
    await person.fillIn(somebody, PASSWORD);
    await page.getByRole('button', { name: 'Log in' }).click();
    await seesBank(page, somebody);
    await seesPlan(other);
    await account(other).click();
    await expect(other.getByText(`Logged in as ${somebody}`)).toBeVisible();
    await expect(planWish(other)).not.toHaveValue(/1,?357/);
    qa.saw(`The locked tab opened by itself for ${somebody}, without the figures that ${person.username} had typed`);
  },
);

step(
  'A logout everywhere ends the login in another browser too',
  {
    expects:
      'The open page of the other browser ends at once, though nobody uses it, and says why; the tab here locks at once.',
    look: 'packages/web/src/session/session-stream.ts',
  },
  async ({ person, somebody, stack, qa }) => {
    const { page } = person;
    const elsewhere = await somebody({ as: person });
    await elsewhere.open(stack.bank);
    await elsewhere.logIn();
    await seesBank(elsewhere.page, person.username);
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    const tab = await tabAt(page, stack.bank.url);
    await seesBank(elsewhere.page, person.username);
    await page.getByRole('button', { name: 'Account' }).click();
    // Why it ended, its page asks the bank.
    elsewhere.observer.expectProblem(401, '/api/refresh');
    const answered = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/logout/everywhere');
    await page.getByRole('button', { name: 'Log out everywhere' }).click();
    await answered;
    const began = performance.now();
    await heading(elsewhere.page, 'Log in').waitFor();
    const within = performance.now() - began;
    await expect(account(elsewhere.page), 'nothing of the person is left on the page').toHaveCount(0);
    await expect(elsewhere.page.getByText('you logged out everywhere')).toBeVisible();
    await qa.view('bank-login-after-everywhere', elsewhere.page);
    await person.seesHeading('Log in');
    await expect(heading(tab, LOCKED)).toBeVisible();
    qa.saw(
      `After ${Math.round(within)} ms the open page of the other browser, which nobody used, showed the login and said "you logged out everywhere"`,
    );
  },
);
