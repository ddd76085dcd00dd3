import { field, seesBank, seesPlan } from '../sites.js';
import { expect, step } from '../harness/step.js';

step(
  'Somebody new opens an account and is welcome at both sites',
  {
    expects: 'The rules are ticked while one types; one registration logs in, and retirement knows the person at once.',
    needs: ['users'],
    look: 'apps/bank/web/src/login',
  },
  async ({ somebody, stack, qa }) => {
    const person = await somebody({ account: false });
    const { page, username, password } = person;
    await person.open(stack.bank, '/login');
    await page.getByRole('link', { name: 'Create an account' }).click();
    await person.seesHeading('Create an account');
    await field(page, 'Username').fill(username);
    for (const [typed, words] of [
      ['short', 'Too short'],
      ['qwertyuiop', 'Easy to guess'],
      ['hippopotamus', 'Acceptable'],
      [password, 'Strong'],
    ] as const) {
      await field(page, 'Password').fill(typed);
      await expect(page.getByRole('status').filter({ hasText: words })).toBeVisible();
    }
    await qa.picture('Registration, with a strong password', page);
    await page.getByRole('button', { name: 'Create account' }).click();
    await seesBank(page, username);
    await person.open(stack.retirement);
    await seesPlan(page);
    qa.saw(`${username} opened an account, was logged in by that, and retirement showed a plan`);
  },
);

step(
  'A name that is taken and a common password are refused in plain words, and nothing typed is lost',
  {
    expects: 'Each error stands at its field, the name stays, and the next try goes on from there.',
    needs: ['users'],
    look: 'apps/bank/src/account/account.errors.ts',
  },
  async ({ person: taken, somebody, stack, qa }) => {
    const { page, username, password, observer } = await somebody({ account: false });
    const submit = page.getByRole('button', { name: 'Create account' });
    await page.goto(`${stack.bank.url}/register`);
    await field(page, 'Username').fill(taken.username);
    await field(page, 'Password').fill(password);
    observer.expectProblem(409, '/api/register');
    await submit.click();
    await expect(field(page, 'Username')).toHaveAttribute('aria-invalid', 'true');
    await expect(field(page, 'Username')).toHaveValue(taken.username);
    await expect(field(page, 'Username')).toBeFocused();
    await expect(field(page, 'Username')).toHaveAccessibleDescription('This username is taken.');
    await qa.view('bank-register-taken', page, field(page, 'Username'));
    qa.saw('At the name that is taken the page says: This username is taken.');
    await field(page, 'Username').fill(username);
    await field(page, 'Password').fill('password123');
    observer.expectProblem(400, '/api/register');
    await submit.click();
    await expect(field(page, 'Password')).toBeFocused();
    await expect(field(page, 'Password')).toHaveAccessibleDescription(/common/);
    await expect(field(page, 'Username')).toHaveValue(username);
    await qa.picture('A password that is too common', page);
    await field(page, 'Password').fill(username.toUpperCase());
    await submit.click();
    await expect(field(page, 'Password')).toBeFocused();
    await expect(field(page, 'Password')).toHaveAttribute('aria-invalid', 'true');
    await expect(field(page, 'Password')).toHaveAccessibleDescription(/not your username/);
    await qa.picture('The username as a password', page);
    await field(page, 'Password').fill(password);
    await submit.click();
    await seesBank(page, username);
    qa.saw('A common password and the username were refused at the field; with a better one the account was opened');
  },
);
