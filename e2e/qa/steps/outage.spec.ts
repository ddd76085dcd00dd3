import { loseAccessToken } from '../../browser/renewals.js';
import { codeOf } from '../../stack/request.js';
import { sleep, until } from '../../stack/clock.js';
import { ACCESS_COOKIE, accessCookie, cookiesForBank, ownPage } from '../../stack/test-user.js';
import { bankAway, planWish, savePlan, seesPlan } from '../sites.js';
import { expect, step } from '../harness/step.js';

const REFRESH_COOKIE = '__Host-latchkey-refresh';
step(
  'While the bank is dead reading goes on under a banner, retirement restarts, and all is well when the bank is back',
  {
    expects:
      'The plan is shown and read again, what was typed stays, a banner says that the bank is away and leaves with its return; only a token that has ended waits for the bank.',
    needs: ['kill'],
    settings: { TOKEN_RENEW_AFTER: '2' },
    look: 'packages/web/src/page/bank-away.page.tsx',
  },
  async ({ somebody, stack, qa }) => {
    const person = await somebody({ called: 'ada' });
    const { page, observer } = person;
    const [bank] = stack.bank.replicas;
    const [retirement] = stack.retirement.replicas;
    const touch = (): Promise<void> => page.getByRole('heading', { level: 1 }).click();
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    // An answer that dies with the bank could only be asked for again within the grace: that is another story.
    await sleep(2_500);
    const renewed = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/refresh');
    await planWish(page).fill('4321');
    await renewed;
    await bank?.kill9();
    observer.expectLost('/api/refresh');
    await expect(async () => {
      await touch();
      await expect(bankAway(page)).toBeVisible({ timeout: 300 });
    }).toPass();
    await qa.view('retirement-bank-away', page);
    qa.saw('The bank was killed; the plan stayed readable under the banner');
    await retirement?.kill9();
    await retirement?.start();
    await page.reload();
    await expect(planWish(page), 'read, and what was typed is still there').toHaveValue(/^4,?321$/);
    qa.saw('Retirement was killed and started without a bank; the page was reloaded, and the typed 4321 was there');
    observer.expectProblem(401, '/api/me');
    await loseAccessToken(page.context());
    await page.reload();
    const again = page.getByRole('button', { name: 'Try again' });
    await expect(again).toBeVisible();
    await qa.view('retirement-no-answer', page);
    qa.saw('The access token ended meanwhile: the page said that no login can be checked, and offered to try again');
    await bank?.start();
    await again.click();
    await expect(planWish(page)).toHaveValue(/^4,?321$/);
    await expect(bankAway(page)).toBeHidden();
    await savePlan(page);
    qa.saw('The bank was back: the next try showed the plan with what was typed, no banner, and it was saved');
  },
);

step(
  'A logout at retirement while the bank is dead counts at once, and reaches the bank when it is back',
  {
    expects:
      'The page says that one is logged out; a copied cookie is dead at retirement now, and at the bank when it is back.',
    needs: ['kill'],
    look: 'packages/auth/src/logout/logout-delivery.job.ts',
  },
  async ({ somebody, stack, qa }) => {
    const person = await somebody({ called: 'barbara' });
    const { page, observer } = person;
    const [bank] = stack.bank.replicas;
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    const access = (await person.cookie(stack.retirement, ACCESS_COOKIE)) ?? '';
    const refresh = (await person.cookie(stack.bank, REFRESH_COOKIE)) ?? '';
    await bank?.kill9();
    observer.expectLost('/health/live');
    await person.logOut();
    await person.seesHeading('You are logged out');
    await qa.view('retirement-logged-out-without-bank', page);
    const copy = await qa.ask(stack.retirement, { path: '/api/me', headers: [accessCookie(access)] });
    expect([copy.status, codeOf(copy)]).toEqual([401, 'session_ended']);
    qa.saw('The page says "You are logged out", and a copy of the cookie is refused at retirement');
    await bank?.start();
    const isDelivered = async (): Promise<boolean> =>
      codeOf(await qa.ask(stack.bank, { path: '/api/me', headers: [cookiesForBank(access)] })) === 'session_ended';
    const delivered = await until(isDelivered, 30_000, 100);
    expect(delivered, 'delivered to the bank').toBeDefined();
    const renewal = await qa.ask(stack.bank, {
      method: 'POST',
      path: '/api/refresh',
      headers: [...ownPage(stack.bank), ['Cookie', `${REFRESH_COOKIE}=${refresh}`]],
    });
    expect([renewal.status, codeOf(renewal)]).toEqual([401, 'session_ended']);
    qa.saw(`The bank refused access and refresh token ${((delivered ?? 0) / 1_000).toFixed(1)} s after its return`);
    await page.getByRole('link', { name: 'Go to the login page' }).click();
    await person.seesHeading('Log in');
  },
);
