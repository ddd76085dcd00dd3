import type { Page } from '@playwright/test';
import { field, heading, LOCKED, planAge, planWish, savePlan, seesBank, seesPlan, tabAt } from '../sites.js';
import { alter, fail } from '../response-overrides.js';
import { letIn, type Stranger } from '../third-party-scripts.js';
import { expect, step } from '../harness/step.js';
import type { Given } from '../harness/step.js';

const NEXT = 'a longer walk to another lighthouse';

/** Through every form of both sites, right and wrong. */
async function walk(
  { somebody, stack, qa }: Pick<Given, 'somebody' | 'stack' | 'qa'>,
  stranger: Stranger,
): Promise<void> {
  const person = await somebody();
  const { page, context, observer, password } = person;
  await letIn(context, stranger);

  await person.open(stack.bank, '/login');
  await person.seesHeading('Log in');
  await logsInWrongly(page, observer);
  await person.logIn();
  await seesBank(page, person.username);
  await changesPassword(page, observer, password);
  await person.logOut();
  await expect(page.getByText('You are logged out.')).toBeVisible();
  qa.saw('Login, password change and logout, each refused once and taken then');

  const another = `${person.username}-two`;
  await registers(page, stack.bank.url, another, observer);
  await page.goto(stack.retirement.url);
  await seesPlan(page);
  await changesPlan(page, observer);
  qa.saw('A registration, and a plan that was changed, refused, undone and saved');

  const end = await alter<{ iat: number }>(page, '/api/me', (me) => ({ ...me, iat: me.iat - 1_690 }));
  await page.reload();
  const asked = page.getByRole('dialog', { name: 'Are you still there?' });
  await expect(asked).toBeVisible();
  const first = await asked.innerText();
  await expect(asked, 'it counts down').not.toHaveText(first);
  // The page may ask before it hears of a logout.
  for (const path of ['/api/me', '/api/refresh']) observer.tolerateProblem(401, path);
  await asked.getByRole('button', { name: 'Log out' }).click();
  await person.seesHeading('Log in');
  await end();
  await person.fillIn(another, NEXT);
  await page.getByRole('button', { name: 'Log in' }).click();
  await seesPlan(page);
  const tab = await context.newPage();
  await tab.goto(stack.bank.url);
  await tab.getByRole('button', { name: 'Account' }).click();
  await tab.getByRole('button', { name: 'Log out', exact: true }).click();
  await expect(heading(tab, 'Log in')).toBeVisible();
  await expect(heading(page, LOCKED)).toBeVisible();
  await qa.picture('A page that others have altered all the way', page);
  qa.saw('The warning before the end of a session counted down, and the page locked when another tab logged out');
}

async function logsInWrongly(page: Page, observer: Given['person']['observer']): Promise<void> {
  await field(page, 'Username').fill('nobody-of-this-name');
  await field(page, 'Password').fill('not my password at all');
  observer.expectProblem(401, '/api/login');
  const submit = page.getByRole('button', { name: 'Log in' });
  await submit.click();
  await expect(page.getByRole('alert')).toContainText('Invalid username/password');
  const detail = 'Too many wrong passwords. Please wait.';
  const heal = await fail(page, '/api/login', { status: 429, code: 'too_many_guesses', detail, retryAfter: 3 });
  observer.expectProblem(429, '/api/login');
  await submit.click();
  await expect(page.getByRole('alert')).toContainText('Too many wrong passwords.');
  for (const seconds of [2, 1])
    await expect(page.getByRole('button', { name: `Try again in ${seconds} s` })).toBeVisible();
  await expect(submit).toBeVisible();
  await heal();
}

async function changesPassword(page: Page, observer: Given['person']['observer'], password: string): Promise<void> {
  await page.getByRole('link', { name: 'Change password' }).click();
  await expect(heading(page, 'Security')).toBeVisible();
  const change = page.getByRole('button', { name: 'Change password' });
  await field(page, 'Current password').fill('not my password at all');
  for (const [typed, words] of [
    ['short', 'Too short'],
    [NEXT, 'Strong'],
  ] as const) {
    await field(page, 'New password').fill(typed);
    await expect(page.getByRole('status').filter({ hasText: words })).toBeVisible();
  }
  observer.expectProblem(401, '/api/password');
  await change.click();
  await expect(page.getByText('The current password is not right.')).toBeVisible();
  await field(page, 'Current password').fill(password);
  await change.click();
  await expect(page.getByText('Your password has been changed.')).toBeVisible();
  await expect(page.getByText('Password changed', { exact: true })).toBeVisible();
}

async function registers(
  page: Page,
  bank: string,
  username: string,
  observer: Given['person']['observer'],
): Promise<void> {
  await page.goto(`${bank}/register`);
  const submit = page.getByRole('button', { name: 'Create account' });
  await submit.click();
  await expect(page.getByText('Check the marked fields.')).toBeVisible();
  await field(page, 'Username').fill(username);
  await field(page, 'Password').fill('password123');
  observer.expectProblem(400, '/api/register');
  await submit.click();
  await expect(field(page, 'Password')).toHaveAttribute('aria-invalid', 'true');
  await field(page, 'Password').fill(NEXT);
  await submit.click();
  await seesBank(page, username);
}

async function changesPlan(page: Page, observer: Given['person']['observer']): Promise<void> {
  await planWish(page).fill('a castle');
  await page.getByRole('button', { name: 'Save plan' }).click();
  await expect(planWish(page)).toHaveAttribute('aria-invalid', 'true');
  await planWish(page).fill('2,500');
  await expect(page.getByText('That is €2,500 each month.')).toBeVisible();
  await planAge(page).fill('63');
  await expect(page.getByText('at 63', { exact: true })).toBeVisible();
  const projectionAs = page.getByRole('group', { name: 'Show the projection as' });
  await projectionAs.getByText('Table').click();
  await expect(page.getByRole('table')).toBeVisible();
  await projectionAs.getByText('Chart').click();
  await page.getByRole('button', { name: 'Undo changes' }).click();
  await planWish(page).fill('2,600');
  const heal = await fail(page, '/api/plan', { status: 503, code: 'busy', detail: 'Please try again soon.' });
  observer.expectProblem(503, '/api/plan');
  await page.getByRole('button', { name: 'Save plan' }).click();
  await expect(page.getByRole('alert')).toContainText('Please try again soon.');
  await heal();
  await savePlan(page);
  await expect(page.getByRole('alert')).toHaveCount(0);
  const other = await tabAt(page, page.url());
  await planWish(other).fill('2,700');
  await savePlan(other);
  await other.close();
  await planWish(page).fill('2,800');
  observer.expectProblem(409, '/api/plan');
  await page.getByRole('button', { name: 'Save plan' }).click();
  await page.getByRole('button', { name: 'Save mine' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
}

const about = {
  expects: 'Every form works as ever, what changes is shown, and the console stays empty.',
  look: 'packages/web/src/tree/tolerant-tree.ts',
  needs: ['users'] as const,
};

step('A browser that translates every page walks through all forms', about, async ({ somebody, stack, qa }) => {
  await walk({ somebody, stack, qa }, 'translator');
});

step('So does one whose translator is slow and goes text by text', about, async ({ somebody, stack, qa }) => {
  await walk({ somebody, stack, qa }, 'slow translator');
});

step('So does one that translates whole lines at once', about, async ({ somebody, stack, qa }) => {
  await walk({ somebody, stack, qa }, 'translator of blocks');
});

step('And one whose extensions add, wrap and take away parts of the page', about, async ({ somebody, stack, qa }) => {
  await walk({ somebody, stack, qa }, 'extensions');
});
