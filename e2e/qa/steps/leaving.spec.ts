import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { claimsOf, verdictOf } from '../../stack/program.js';
import { ACCESS_COOKIE, register } from '../../stack/test-user.js';
import { countIn, inDatabase } from '../database-access.js';
import { field, planWish, savePlan, seesBank, seesPlan } from '../sites.js';
import { expect, step } from '../harness/step.js';

/** The job of the bank looks every half minute or so. */
const JOB = { timeout: 90_000 };

/** Saves what a site holds of its person, and reads the file. */
async function download(page: Page): Promise<{ sub?: string; username?: string; plan?: object; events?: object[] }> {
  const begun = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download my data' }).click();
  const file = await begun;
  await expect(page.getByText(`Saved as ${file.suggestedFilename()}`)).toBeVisible();
  return JSON.parse(readFileSync(await file.path(), 'utf8')) as object;
}

async function askForDeletion(page: Page, password: string): Promise<void> {
  await field(page, 'Password').fill(password);
  await page.getByRole('button', { name: 'Delete my account' }).click();
}

step(
  'Somebody takes their data along and leaves: undone by a login, and in the end gone, also from a service that was down',
  {
    expects:
      'A file from each site; seven days in which a login undoes it; then no account, and no plan as soon as retirement is back.',
    needs: ['users', 'database', 'kill'],
    look: 'apps/bank/src/account/account-deletion.service.ts',
  },
  async ({ somebody, stack, qa }) => {
    const person = await somebody({ called: 'evelyn' });
    const { page, observer, username, password } = person;
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    await planWish(page).fill('1,990');
    await savePlan(page);
    const { sub } = claimsOf((await person.cookie(stack.retirement, ACCESS_COOKIE)) ?? '') as { sub: string };
    await person.open(stack.retirement, '/your-data');
    expect(await download(page)).toMatchObject({ sub, username, plan: { monthlyWishMinor: '199000' } });
    await qa.view('retirement-your-data', page);
    await person.open(stack.bank, '/your-data');
    const { events = [], ...data } = await download(page);
    expect(data).toMatchObject({ sub, username });
    expect(events).toContainEqual(expect.objectContaining({ kind: 'login' }));
    qa.saw('Each site saved a file: the plan, and the account with its sessions and events');

    observer.expectProblem(401, '/api/account/deletion');
    await askForDeletion(page, 'not my password at all');
    await expect(field(page, 'Password')).toBeFocused();
    await expect(field(page, 'Password')).toHaveAttribute('aria-invalid', 'true');
    await qa.view('bank-your-data', page, field(page, 'Password'));
    await askForDeletion(page, password);
    await person.seesHeading('Your account will be deleted');
    await qa.view('bank-goodbye', page);
    await page.getByRole('link', { name: 'Log in and keep the account' }).click();
    await person.logIn();
    await person.seesHeading('We keep your account');
    await qa.view('bank-login-keeps-account', page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await seesBank(page, username);
    await person.open(stack.retirement);
    await seesPlan(page);
    await expect(planWish(page)).toHaveValue('1,990');
    qa.saw(
      'The deletion was asked for with the password, and undone by the next login, which says so; the plan is there',
    );

    await person.open(stack.bank, '/your-data');
    await askForDeletion(page, password);
    await person.seesHeading('Your account will be deleted');
    const plans = () => countIn(stack.retirement, 'SELECT FROM plan WHERE owner = $1', [sub]);
    expect(await plans(), 'until its time is over').toBe(1);
    await stack.retirement.replicas[0]?.stop();
    await inDatabase(
      stack.bank,
      "UPDATE users SET deletion_requested_at = deletion_requested_at - interval '7 days' WHERE id = $1",
      [sub],
    );
    const account = () => countIn(stack.bank, 'SELECT FROM users WHERE id = $1', [sub]);
    await expect.poll(account, JOB).toBe(0);
    qa.saw('Asked for again, and seven days later, by the clock of the database: the bank deleted the account');

    const json = { username, password };
    const logIn = () => qa.ask(stack.bank, { method: 'POST', path: '/api/login', json });
    expect(verdictOf(await logIn())).toBe('401 invalid_credentials');
    await stack.retirement.replicas[0]?.start();
    await expect.poll(plans).toBe(0);
    await register(stack, username, password);
    const { access_token: access } = JSON.parse((await logIn()).body) as { access_token: string };
    expect(claimsOf(access)['sub'], 'nobody becomes who is gone').not.toBe(sub);
    qa.saw(
      'Retirement, which was down meanwhile, deleted the plan when it was back; who takes the name is somebody else',
    );
  },
);
