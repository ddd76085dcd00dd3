import { problemOf } from '../../stack/request.js';
import { seesBank, seesPlan } from '../sites.js';
import { expect, step } from '../harness/step.js';

const WORDS = 'Invalid username/password';
const FREE = 3;
/** The browsers of this step stand behind one proxy, which says where each of them is. */
const settings = { THROTTLE_ACCOUNT: String(FREE), THROTTLE_ADDRESS: '50', TRUSTED_PROXY_HOPS: '1' };

step(
  'Anyone who guesses at an account is slowed down with a countdown, while its owner logs in',
  {
    expects: `After ${FREE} wrong guesses the attacker has to wait and sees for how long; the owner, elsewhere, gets in at once.`,
    needs: ['throttle'],
    settings,
    look: 'apps/bank/src/throttle/login-throttle.service.ts',
  },
  async ({ somebody, stack, qa }) => {
    const person = await somebody({ called: 'ada' });
    const { page: attacker, context, observer } = await somebody({ account: false });
    await context.setExtraHTTPHeaders({ 'X-Forwarded-For': '203.0.113.7' });
    observer.expectProblem(401, '/api/login');
    observer.expectProblem(429, '/api/login');
    await attacker.goto(`${stack.bank.url}/login`);
    await attacker.getByRole('textbox', { name: 'Username' }).fill(person.username);
    const submit = attacker.getByRole('button', { name: 'Log in' });
    for (let guess = 1; guess <= FREE; guess += 1) {
      await attacker.getByRole('textbox', { name: 'Password' }).fill(`guess number ${guess}`);
      const answered = attacker.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/login');
      await submit.click();
      expect((await answered).status()).toBe(401);
      await expect(attacker.getByRole('alert')).toContainText(WORDS);
    }
    qa.saw(`${FREE} guesses were refused with "${WORDS}"`);
    await attacker.getByRole('textbox', { name: 'Password' }).fill(person.password);
    const answered = attacker.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/login');
    await submit.click();
    expect((await answered).status(), 'even the right password').toBe(429);
    await expect(attacker.getByRole('alert')).toContainText('Too many wrong logins');
    await expect(attacker.getByRole('button', { name: /^Try again in \d+/ })).toBeDisabled();
    await qa.view('bank-login-throttled', attacker);
    await attacker.reload();
    await expect(attacker.getByRole('button', { name: /^Try again in \d+/ })).toBeDisabled();
    await expect(attacker.getByRole('alert')).toContainText('Too many wrong logins');
    await attacker.getByRole('textbox', { name: 'Username' }).fill('another.name');
    await expect(submit).toBeEnabled();
    qa.saw(
      'The next one, right as it was, was refused with 429; the button counts down, also after a reload, for this name',
    );

    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(person.page);
    await person.open(stack.bank);
    await seesBank(person.page, person.username);
    qa.saw('Meanwhile the owner logged in from another address at the first try');
  },
);

step(
  'A wrong password and an unknown name are refused in the very same words',
  {
    expects: `"${WORDS}" for both, in answers that are equal but for their request ids, and what was typed stays.`,
    look: 'apps/bank/src/login/login.errors.ts',
  },
  async ({ person, somebody, stack, qa }) => {
    const { page, observer } = person;
    const nobody = await somebody({ account: false });
    await person.open(stack.bank, '/login');
    observer.expectProblem(401, '/api/login');
    // One guess at each: the account may be somebody's who has few.
    const guess = async (username: string) => {
      await person.fillIn(username, 'not my password at all');
      const answered = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/login');
      await page.getByRole('button', { name: 'Log in' }).click();
      const answer = await answered;
      await expect(page.getByRole('alert')).toContainText(WORDS);
      await expect(page.getByRole('textbox', { name: 'Username' })).toHaveValue(username);
      const { requestId: _, ...problem } = problemOf({ body: await answer.text() });
      return { status: answer.status(), realm: answer.headers()['www-authenticate'], problem };
    };
    const [unknown, known] = [await guess(nobody.username), await guess(person.username)];
    await qa.view('bank-login-refused', page);
    expect(known).toMatchObject({ status: 401, problem: { code: 'invalid_credentials', detail: WORDS } });
    expect(unknown).toEqual(known);
    qa.saw(`Both times the page said "${WORDS}", and the two answers are equal but for their request ids`);
    await person.fillIn(person.username, person.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await seesBank(page, person.username);
  },
);
