import type { Page } from '@playwright/test';
import { countRenewals } from '../../browser/renewals.js';
import { claimsOf } from '../../stack/program.js';
import { ACCESS_COOKIE } from '../../stack/test-user.js';
import { changeRole } from '../roles.js';
import { heading, seesBank, seesPlan, supportDesk } from '../sites.js';
import { expect, step } from '../harness/step.js';

step(
  'A role that is given and withdrawn counts in pages that are open, without a reload or a login',
  {
    expects:
      'The navigation of both sites gains the support desk and loses it again; the page itself gives way to one that says which role it needs.',
    needs: ['database'],
    look: 'packages/web/src/session/session-poll.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, context, observer } = person;
    const tab = await context.newPage();
    await context.clock.install();
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    await tab.goto(stack.bank.url);
    await seesBank(tab, person.username);
    const sid = async () => claimsOf((await person.cookie(stack.retirement, ACCESS_COOKIE)) ?? '')['sid'];
    const [before, renewals] = [await sid(), countRenewals(context)];
    for (const one of [page, tab]) await expect(supportDesk(one)).toHaveCount(0);

    await changeRole(stack, 'grant', person.username, 'support');
    // The token of before is asked about, and says that there is a newer one to have.
    observer.expectProblem(401, '/api/me');
    await use(page, tab);
    for (const one of [page, tab]) await expect(supportDesk(one)).toBeVisible();
    qa.saw('The role was given: both open pages offer the support desk as soon as somebody goes on with them');
    await supportDesk(page).click();
    await person.seesHeading('Support desk');
    expect(new URL(page.url()).origin).toBe(new URL(stack.bank.url).origin);
    await page.getByRole('textbox', { name: 'Username' }).fill(person.username);
    await page.getByRole('textbox', { name: 'Reason' }).fill('Ticket 4711');

    await changeRole(stack, 'revoke', person.username, 'support');
    observer.expectProblem(401, '/api/support/look');
    observer.expectProblem(403, '/api/support/look');
    await page.getByRole('button', { name: 'Look up' }).click();
    await expect(heading(page, 'This page is not for your role')).toBeVisible();
    await use(tab);
    for (const one of [page, tab]) await expect(supportDesk(one)).toHaveCount(0);
    await qa.view('bank-role-missing', page);
    qa.saw(
      'The role was withdrawn: the next request is refused, the page says which role it needs, and both pages stop offering it',
    );

    expect(await sid(), 'the session of before').toBe(before);
    expect(renewals(), 'renewed at least once for each change').toBeGreaterThanOrEqual(2);
    await page.getByRole('link', { name: 'Go to the start page' }).click();
    await seesBank(page, person.username);
    qa.saw(`Nobody logged in again: the same session, renewed ${renewals()} times`);
  },
);

/** Somebody goes on with pages that have asked nothing for a while; they share a clock. */
async function use(...pages: readonly Page[]): Promise<void> {
  await pages[0]?.clock.fastForward('00:20');
  for (const page of pages) await page.keyboard.press('Shift');
}
