import type { Page } from '@playwright/test';
import { heading, planWish, savePlan, seesBank, seesPlan } from '../sites.js';
import { fail } from '../response-overrides.js';
import { expect, step } from '../harness/step.js';

/** What a browser that blocks site data does: whatever keeps something throws as soon as it is touched. */
function closeStorage(): void {
  const refuse = (): never => {
    throw new DOMException('Access is denied for this document.', 'SecurityError');
  };
  for (const name of ['sessionStorage', 'localStorage', 'indexedDB', 'caches', 'cookieStore']) {
    Object.defineProperty(globalThis, name, { get: refuse, configurable: true });
  }
  navigator.locks.request = () => Promise.reject(new DOMException('Denied.', 'SecurityError'));
}

/** No script gets to see or to set a cookie. */
function closeCookies(): void {
  Object.defineProperty(Document.prototype, 'cookie', { get: () => '' });
  Object.defineProperty(navigator, 'cookieEnabled', { get: () => false });
}

step(
  'With all storage blocked an unknown person gets the login, and everything works',
  {
    expects: 'The link into retirement leads to the login and back, a plan is saved, and a logout ends it all.',
    look: 'packages/web/src/session/login-navigation.ts',
  },
  async ({ person, stack, qa }) => {
    const { page } = person;
    await page.addInitScript(closeStorage);
    await person.open(stack.retirement, '/?from=letter');
    await person.logIn();
    await page.waitForURL(`${stack.retirement.url}/?from=letter`);
    await seesPlan(page);
    await planWish(page).fill('1,234');
    await savePlan(page);
    await page.getByTitle('Dark', { exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await person.open(stack.bank);
    await seesBank(page, person.username);
    await person.logOut();
    await person.seesHeading('Log in');
    qa.saw('Login by way of a link, a saved plan, a theme and a logout, without any storage');
  },
);

step(
  'With all storage blocked nobody is sent back and forth without end',
  {
    expects: 'A service that never takes the login stops after three times within a minute, and says so.',
    look: 'packages/web/src/session/login-navigation.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, observer } = person;
    await page.addInitScript(closeStorage);
    await person.open(stack.bank);
    await person.logIn();
    await seesBank(page, person.username);
    observer.expectProblem(401, '/api/me');
    await fail(page, '/api/refresh', { status: 401, code: 'refresh_missing', detail: 'There is none.' });
    observer.expectProblem(401, '/api/refresh');
    await page.route(`${stack.retirement.url}/api/me`, (route) =>
      route.fulfill({ status: 401, json: { code: 'token_missing', detail: 'No token.', requestId: 'r-1' } }),
    );
    let visits = 0;
    page.on('request', (request) => {
      if (request.isNavigationRequest() && request.url().startsWith(stack.retirement.url)) visits += 1;
    });
    await person.open(stack.retirement);
    await expect(heading(page, 'We could not log you in here')).toBeVisible();
    expect(visits).toBeLessThanOrEqual(4);
    qa.saw(`Retirement was opened ${visits} times, then it stopped and said why`);
  },
);

step(
  'With cookies blocked the login says so, before a password is typed and after',
  {
    expects: 'The login and retirement name what is blocked, and nothing goes round in circles.',
    look: 'apps/bank/web/src/login/cookie-refused.tsx',
  },
  async ({ somebody, stack, qa }) => {
    const { page } = await somebody({ account: false });
    await page.addInitScript(closeStorage);
    await page.addInitScript(closeCookies);
    for (const path of ['/login', '/register']) {
      await page.goto(stack.bank.url + path);
      await expect(page.getByRole('alert')).toContainText('Your browser blocks cookies.');
    }
    await qa.view('bank-register-cookies-blocked', page);
    await page.goto(stack.retirement.url);
    await expect(heading(page, 'Cookies are needed to log in')).toBeVisible();
    await qa.view('retirement-cookies-blocked', page);
    qa.saw('Login, registration and retirement each say that cookies are blocked');
  },
);

/** Where the session could not be loaded, the same page stands at both entrances. */
step(
  'Login and registration say alike that the bank cannot tell who is there, and go on once it can',
  {
    expects: 'No form that leads nowhere: the error, its request id and another try.',
    look: 'apps/bank/web/src/login/login-layout.tsx',
  },
  async ({ person, stack, qa }) => {
    const { page, observer } = person;
    await person.open(stack.bank);
    await person.logIn();
    await seesBank(page, person.username);
    for (const path of ['/login', '/register']) {
      const heal = await fail(page, '/api/me', { status: 503, code: 'busy', detail: 'Please try again soon.' });
      observer.expectProblem(503, '/api/me');
      await page.goto(stack.bank.url + path);
      await expect(heading(page, 'Not available right now')).toBeVisible();
      await expect(page.getByRole('textbox')).toHaveCount(0);
      await expectRetry(page, heal);
      await seesBank(page, person.username);
    }
    qa.saw('Both pages showed the error instead of a form, and led home after another try');
  },
);

async function expectRetry(page: Page, heal: () => Promise<void>): Promise<void> {
  await heal();
  await page.getByRole('button', { name: 'Try again' }).click();
}
