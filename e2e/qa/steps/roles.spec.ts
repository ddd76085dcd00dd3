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
    look: 'packages/web/src/session/stream-end.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, context } = person;
    const tab = await context.newPage();
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    await tab.goto(stack.bank.url);
    await seesBank(tab, person.username);
    const sid = async () => claimsOf((await person.cookie(stack.retirement, ACCESS_COOKIE)) ?? '')['sid'];
    const [before, renewals] = [await sid(), countRenewals(context)];
    for (const one of [page, tab]) await expect(supportDesk(one)).toHaveCount(0);

    await changeRole(stack, 'grant', person.username, 'support');
    for (const one of [page, tab]) await expect(supportDesk(one)).toBeVisible();
    qa.saw('The role was given: both open pages offer the support desk, though nobody goes on with them');
    await supportDesk(page).click();
    await person.seesHeading('Support desk');
    expect(new URL(page.url()).origin).toBe(new URL(stack.bank.url).origin);
    await page.getByRole('textbox', { name: 'Username' }).fill(person.username);
    await page.getByRole('textbox', { name: 'Reason' }).fill('Ticket 4711');

    await changeRole(stack, 'revoke', person.username, 'support');
    await expect(heading(page, 'This page is not for your role')).toBeVisible();
    for (const one of [page, tab]) await expect(supportDesk(one)).toHaveCount(0);
    await qa.view('bank-role-missing', page);
    qa.saw('The role was withdrawn: the page says by itself which role it needs, and both pages stop offering it');

    expect(await sid(), 'the session of before').toBe(before);
    expect(renewals(), 'renewed at least once for each change').toBeGreaterThanOrEqual(2);
    await page.getByRole('link', { name: 'Go to the start page' }).click();
    await seesBank(page, person.username);
    qa.saw(`Nobody logged in again: the same session, renewed ${renewals()} times`);
  },
);
