import { heading, planWish, seesPlan } from '../sites.js';
import { expect, step } from '../harness/step.js';

const ARE_YOU_THERE = 'Are you still there?';

step(
  'Before a session ends for idleness one is asked, and can stay',
  {
    expects: 'A dialog counts down in the last quarter of the time; "Stay logged in" renews, and the session goes on.',
    settings: { SESSION_IDLE: '24' },
    look: 'packages/web/src/session/session-expiry.ts',
  },
  async ({ person, stack, qa }) => {
    const { page } = person;
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    await planWish(page).fill('1928');
    const dialog = page.getByRole('dialog', { name: ARE_YOU_THERE });
    await expect(dialog).toContainText(/You will be logged out in 0:0\d/, { timeout: 30_000 });
    await qa.picture('Asked whether one is still there', page);
    const renewed = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/refresh');
    await dialog.getByRole('button', { name: 'Stay logged in' }).click();
    expect((await renewed).status()).toBe(200);
    await expect(dialog).toBeHidden();
    await expect(planWish(page)).toHaveValue(/^1,?928$/);
    qa.saw('The dialog counted down; "Stay logged in" renewed the session, and the typed 1928 stayed');
  },
);

step(
  'Anyone who did nothing for too long is told so, once, and is back on the page after the login',
  {
    expects:
      'The page leaves for the login by itself, which says why; after the login one is back, with what was typed.',
    settings: { SESSION_IDLE: '8' },
    look: 'apps/bank/web/src/login/end-reason.rules.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, observer } = person;
    await person.open(stack.retirement, '/?from=letter');
    await person.logIn();
    await page.waitForURL(`${stack.retirement.url}/?from=letter`);
    await planWish(page).fill('987');
    observer.expectProblem(401, '/api/refresh');
    for (const path of ['/api/me', '/api/plan']) observer.tolerateProblem(401, path);
    await expect(heading(page, 'Log in')).toBeVisible({ timeout: 30_000 });
    const reason = page.getByText('because you were inactive for a while');
    await expect(reason).toBeVisible();
    expect(page.url(), 'the reason is not part of the address').not.toContain('idle');
    await qa.view('bank-login-after-idle', page);
    qa.saw('Left alone, the page went to the login, which says that one did nothing here for a while');
    await page.reload();
    await person.seesHeading('Log in');
    await expect(reason).toHaveCount(0);
    await person.logIn();
    await page.waitForURL(`${stack.retirement.url}/?from=letter`);
    await expect(planWish(page)).toHaveValue('987');
    qa.saw('A reload said it no second time; after the login the page was back, with the typed 987');
  },
);
