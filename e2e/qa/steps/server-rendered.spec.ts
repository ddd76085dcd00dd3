import type { Page } from '@playwright/test';
import { countRenewals, loseAccessToken } from '../../browser/renewals.js';
import { startServerRendered, type ServerRenderedService } from '../../browser/server-rendered-service.js';
import { ACCESS_COOKIE } from '../../stack/test-user.js';
import { heading, seesBank } from '../sites.js';
import { fail, STUBBED_REQUEST } from '../response-overrides.js';
import { expect, step, type Given } from '../harness/step.js';

const LOOP = 'We could not log you in there';
const AWAY = 'Your login could not be renewed';

step(
  'A service that answers with pages of its own gets its login renewed by a page of the bank, also after a link of another site',
  {
    expects:
      'Without a token in force its page leads to the bank, which renews the login and leads back; nobody sees a login.',
    needs: ['kill'],
    look: 'apps/bank/web/src/renew/renew.script.ts',
  },
  withPension(async ({ person, qa }, pension) => {
    const { page, context } = person;
    const link = `${pension.url}/plan?year=2031#savings`;
    await page.goto(link);
    await person.logIn();
    await page.waitForURL(link);
    await seesPension(page);
    qa.saw('An unknown person was led to the login, and was on the page of the link afterwards, fragment included');
    const renewals = countRenewals(context);
    await loseAccessToken(context);
    await page.goto(`${pension.url}/plan`);
    await seesPension(page);
    expect(page.url()).toBe(`${pension.url}/plan`);
    expect(renewals()).toBe(1);
    qa.saw('Its token was gone: the bank renewed the login once, and the page was there');
    await loseAccessToken(context);
    await followFrom('http://news.localhost', page, link);
    await page.waitForURL(link);
    await seesPension(page);
    expect(renewals()).toBe(2);
    await page.goBack();
    await expect(heading(page, 'News')).toBeVisible();
    qa.saw('A link of another site led there as well, and one step back to that site');
  }),
);

step(
  'The page that renews a login ends a loop, tells when the bank does not answer, and sends nobody to a foreign address',
  {
    expects:
      'After three renewals for one page it says that the service does not take the login, with the id of the request; an error can be tried again; a session that is over leads to the login, which says why.',
    needs: ['kill'],
    look: 'apps/bank/web/src/renew/attempts.rules.ts',
  },
  withPension(async ({ person, stack, qa }, pension) => {
    const { page, context, observer } = person;
    await person.open(stack.bank);
    await person.logIn();
    await seesBank(page, person.username);
    const renewals = countRenewals(context);
    pension.accepts = false;
    await page.goto(pension.url);
    await expect(heading(page, LOOP)).toBeFocused();
    expect(renewals()).toBe(3);
    const id = await page.locator('#loop code').textContent();
    // Not the log itself is compared: a report of a failure would hold it.
    const isLogged = (line: string): boolean => line.includes(`"req":"${id}"`) && line.includes('"path":"/renew"');
    await expect.poll(() => stack.output().split('\n').some(isLogged)).toBe(true);
    await qa.view('bank-renew-loop', page);
    qa.saw('A service that took no login was tried three times; then the page said so, with the id of its request');

    pension.accepts = true;
    await loseAccessToken(context);
    const heal = await fail(page, '/api/refresh', { status: 503, code: 'busy', detail: 'Please try again soon.' });
    observer.expectProblem(503, '/api/refresh');
    await page.goto(`${pension.url}/other`);
    await expect(heading(page, AWAY)).toBeFocused();
    await expect(page.locator('#away code')).toHaveText(STUBBED_REQUEST);
    await qa.view('bank-renew-away', page);
    await heal();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await seesPension(page);
    qa.saw('A bank that could not renew was said to be away; the next try, by keyboard, led on');

    observer.expectProblem(400, '/renew');
    await person.open(stack.bank, '/renew?return_to=http%3A%2F%2Fattacker.invalid%2F');
    await expect(heading(page, 'This link leads nowhere')).toBeFocused();
    await qa.view('bank-renew-foreign', page);
    qa.saw('A foreign address was refused');
  }),
);

step(
  'Anyone whose session was ended reads why at the login, on the way back to a page that a service draws',
  {
    expects: 'The page that renews leads to the login, which knows the reason, and after the login to the page.',
    needs: ['kill'],
    look: 'apps/bank/src/refresh/refresh.controller.ts',
  },
  withPension(async ({ person, somebody, stack, qa }, pension) => {
    const { page, context, observer } = person;
    await page.goto(pension.url);
    await person.logIn();
    await seesPension(page);
    const other = await somebody({ as: person });
    await other.open(stack.bank);
    await other.logIn();
    await seesBank(other.page, person.username);
    await other.page.getByRole('button', { name: 'Account' }).click();
    await other.page.getByRole('button', { name: 'Log out everywhere' }).click();
    await other.seesHeading('Log in');
    await loseAccessToken(context);
    for (const path of ['/api/refresh', '/api/me']) observer.expectProblem(401, path);
    await page.goto(`${pension.url}/plan`);
    await person.seesHeading('Log in');
    await expect(page.getByText('you logged out everywhere')).toBeVisible();
    await person.logIn();
    await page.waitForURL(`${pension.url}/plan`);
    await seesPension(page);
    expect(await person.cookie(stack.bank, ACCESS_COOKIE)).toBeDefined();
    qa.saw('The login said "you logged out everywhere", and led back to the page');
  }),
);

/** With a pension service of that kind in the stack, for as long as the step lasts. */
function withPension(body: (given: Omit<Given, 'browser'>, pension: ServerRenderedService) => Promise<void>) {
  return async ({ person, somebody, stack, qa }: Given): Promise<void> => {
    const pension = await startServerRendered(stack);
    qa.name(pension, 'pension');
    await body({ person, somebody, stack, qa }, pension).finally(pension.stop);
  };
}

async function seesPension(page: Page): Promise<void> {
  await expect(heading(page, 'Your pension')).toBeVisible();
}

/** Opens a page of another site, and follows its link. */
async function followFrom(site: string, page: Page, link: string): Promise<void> {
  const body = `<!doctype html><html lang="en"><title>News</title><h1>News</h1><a href="${link}">Your pension</a>`;
  await page.route(`${site}/`, (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(`${site}/`);
  await page.getByRole('link').click();
}
