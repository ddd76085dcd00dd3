import { field, planAge, planWish, savePlan, seesBank, seesPlan } from '../sites.js';
import { fail, STUBBED_REQUEST } from '../response-overrides.js';
import { expect, step } from '../harness/step.js';

step(
  'What was typed into the plan survives a reload and a save that fails',
  {
    expects: 'The form keeps its figures; a failure is told with the request id, and the next try saves.',
    look: 'packages/web/src/ui/draft.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, observer } = person;
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    await planWish(page).fill('2,718.28');
    await page.reload();
    await expect(planWish(page)).toHaveValue('2,718.28');
    qa.saw('After a reload the typed 2,718.28 was there');
    const heal = await fail(page, '/api/plan', { status: 503, code: 'busy', detail: 'Please try again soon.' });
    observer.expectProblem(503, '/api/plan');
    await page.getByRole('button', { name: 'Save plan' }).click();
    await expect(page.getByRole('alert')).toContainText('Please try again soon.');
    await expect(page.getByText(STUBBED_REQUEST)).toBeVisible();
    await expect(planWish(page)).toHaveValue('2,718.28');
    await qa.picture('A save that failed', page);
    await heal();
    await savePlan(page);
    await expect(page.getByRole('alert')).toHaveCount(0);
    qa.saw('A save that got 503 was told with its request id and lost nothing; the next one was saved');
  },
);

step(
  'A double click saves once, and a saved plan is there in another browser',
  {
    expects: 'One request, one plan; who logs in elsewhere sees the same figures.',
    look: 'apps/retirement/web/src/plan/use-plan-form.ts',
  },
  async ({ person, somebody, stack, qa }) => {
    const { page } = person;
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    await planAge(page).focus();
    const before = Number(await planAge(page).inputValue());
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowLeft');
    await expect(planAge(page)).toHaveValue(String(before - 3));
    await planWish(page).fill('2,345.50');
    let saves = 0;
    page.on('request', (request) => (saves += request.method() === 'PUT' ? 1 : 0));
    await page.getByRole('button', { name: 'Save plan' }).dblclick();
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
    expect(saves).toBe(1);
    await qa.picture('A plan that is saved', page);
    const elsewhere = await somebody({ as: person });
    await elsewhere.open(stack.retirement);
    await elsewhere.logIn();
    await expect(planAge(elsewhere.page)).toHaveValue(String(before - 3));
    await expect(planWish(elsewhere.page)).toHaveValue(/^2,?345\.50$/);
    qa.saw(`A double click saved once; another browser shows age ${before - 3} and a wish of 2,345.50`);
  },
);

step(
  'The login keeps the name over an error, a reload and the way to the registration',
  {
    expects: 'The name is typed once; no password is ever kept.',
    look: 'apps/bank/web/src/login/login-draft.ts',
  },
  async ({ somebody, stack, qa }) => {
    const { page, observer, username } = await somebody({ account: false });
    await page.goto(`${stack.bank.url}/login`);
    await field(page, 'Username').fill(username);
    await field(page, 'Password').fill('not my password at all');
    observer.expectProblem(401, '/api/login');
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(field(page, 'Username')).toHaveValue(username);
    await page.reload();
    await expect(field(page, 'Username')).toHaveValue(username);
    await expect(field(page, 'Password')).toHaveValue('');
    await field(page, 'Password').fill('typed and not sent');
    await page.getByRole('link', { name: 'Create an account' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Create an account' })).toBeFocused();
    await expect(field(page, 'Username')).toHaveValue(username);
    await page.reload();
    await page.getByRole('link', { name: 'Log in' }).click();
    await expect(field(page, 'Username')).toHaveValue(username);
    await expect(field(page, 'Password')).toHaveValue('');
    const stored = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
    expect(stored).not.toContain('typed and not sent');
    qa.saw('The name stayed after an error, a reload, on the registration and back; no password was kept anywhere');
  },
);

step(
  'What a password manager fills in without a word to the page is what is sent',
  {
    expects: 'The values of the boxes count, not what the page was told of them: the login works at the first click.',
    look: 'apps/bank/web/src/login/login-form.tsx',
  },
  async ({ person, stack, qa }) => {
    const { page, username, password } = person;
    await person.open(stack.bank, '/login');
    await person.seesHeading('Log in');
    for (const [kind, value] of [
      ['username', username],
      ['current-password', password],
    ] as const) {
      await page.locator(`input[autocomplete="${kind}"]`).evaluate((box, text) => {
        (box as HTMLInputElement).value = text;
      }, value);
    }
    await page.getByRole('button', { name: 'Log in' }).click();
    await seesBank(page, username);
    qa.saw('Both boxes were filled without an event, and the login worked');
  },
);
