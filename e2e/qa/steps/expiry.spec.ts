import { countRenewals, loseAccessToken } from '../../browser/renewals.js';
import { planWish, savePlan, seesBank, seesPlan, seesThings, tabAt } from '../sites.js';
import { expect, step } from '../harness/step.js';

step(
  'A page that is opened with an expired token renews it before it draws',
  {
    expects: 'At both sites the page asked for appears after one renewal, and no login page on the way.',
    look: 'packages/web/src/session/recovery.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, context, observer } = person;
    await person.open(stack.bank);
    await person.logIn();
    await seesBank(page, person.username);
    const renewals = countRenewals(context);
    const visited = new Set<string>();
    observer.expectProblem(401, '/api/me');
    page.on('framenavigated', (frame) => visited.add(new URL(frame.url()).pathname));
    for (const front of [stack.bank, stack.retirement]) {
      const before = renewals();
      await loseAccessToken(context);
      await person.open(front);
      await (front === stack.bank ? seesBank(page, person.username) : seesPlan(page));
      expect(renewals() - before, front.url).toBe(1);
      qa.saw(`${front.url} drew its page after one renewal`);
    }
    expect([...visited], 'no login page on the way').toEqual(['/']);
  },
);

step(
  'Two tabs of each app whose token ends for all at once stay logged in',
  {
    expects: 'Three times over all four tabs go on, with at most one renewal for each app.',
    look: 'apps/bank/src/refresh',
  },
  async ({ person, stack, qa }) => {
    const { page, context, observer } = person;
    await person.open(stack.bank);
    await person.logIn();
    const tabs = [page, await tabAt(page, stack.bank.url)];
    for (let count = 0; count < 2; count += 1) tabs.push(await tabAt(page, stack.retirement.url));
    observer.expectProblem(401, '/api/me');
    const renewals = countRenewals(context);
    for (let round = 1; round <= 3; round += 1) {
      await loseAccessToken(context);
      const before = renewals();
      await Promise.all(tabs.map((tab) => tab.reload()));
      for (const tab of tabs) await seesThings(tab);
      const flights = renewals() - before;
      expect([1, 2], 'one flight an app, at most').toContain(flights);
      qa.saw(`Round ${round}: four tabs reloaded with no token, ${flights} renewals, nobody was logged out`);
    }
    await qa.picture('Retirement after three expiries', tabs[3] ?? page);
  },
);

step(
  'Four tabs of one app share one renewal',
  {
    expects: 'Four tabs that find their token expired at once ask the bank once.',
    look: 'packages/web/src/session/renewal.client.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, context, observer } = person;
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    const tabs = [page];
    for (let count = 1; count < 4; count += 1) tabs.push(await tabAt(page, stack.retirement.url));
    observer.expectProblem(401, '/api/me');
    const renewals = countRenewals(context);
    await loseAccessToken(context);
    await Promise.all(tabs.map((tab) => tab.reload()));
    for (const tab of tabs) await seesThings(tab);
    expect(renewals()).toBe(1);
    qa.saw('Four tabs were reloaded without a token; the bank was asked for one renewal');
  },
);

step(
  'A form that is saved with an expired token is saved all the same',
  {
    expects: 'One renewal happens behind the click, the plan is saved, and what was typed is still there.',
    look: 'packages/web/src/session/recovery.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, context, observer } = person;
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    await planWish(page).fill('3210');
    await loseAccessToken(context);
    const renewals = countRenewals(context);
    for (const path of ['/api/plan', '/api/me']) observer.expectProblem(401, path);
    await savePlan(page);
    await expect(planWish(page)).toHaveValue(/^3,?210$/);
    expect(renewals()).toBe(1);
    qa.saw('The plan was saved after one renewal that nobody saw');
    await qa.picture('Saved, with a token that had expired', page);
  },
);
