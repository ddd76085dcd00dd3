import type { BrowserContext, Page, Request } from '@playwright/test';
import type { Person } from '../../browser/person.js';
import { account, heading, seesBank, tabAt } from '../sites.js';
import { fail } from '../response-overrides.js';
import { expect, step } from '../harness/step.js';

const STREAM = '/api/session/stream';
// One more than a browser has connections to an origin.
const TABS = 7;

step(
  'One tab of a site holds the connection by which the service tells of a logout, and all of its tabs are told',
  {
    expects:
      'Seven tabs load side by side with one stream; if its tab is closed or the service restarts there is another; a logout everywhere in another browser empties all tabs.',
    needs: ['kill'],
    look: 'packages/web/src/session/one-tab.ts',
  },
  async ({ person, somebody, stack, qa }) => {
    const { page, context } = person;
    const held = heldStreams(context);
    await person.open(stack.retirement);
    await person.logIn();
    const tabs = [page];
    while (tabs.length < TABS) tabs.push(await tabAt(page, stack.retirement.url));
    await expect.poll(() => held()).toHaveLength(1);
    const [first] = held();
    await first?.close();
    await expect.poll(() => held()).toHaveLength(1);
    expect(held()).not.toContain(first);
    qa.saw(`${TABS} tabs held one stream; its tab was closed, and another tab held one`);
    const [retirement] = stack.retirement.replicas;
    await retirement?.stop();
    await retirement?.start();
    await expect.poll(() => held()).toHaveLength(1);
    qa.saw('The service was restarted, and one tab held a stream again');

    const elsewhere = await somebody({ as: person });
    await elsewhere.open(stack.bank);
    await elsewhere.logIn();
    await seesBank(elsewhere.page, person.username);
    // Why it ended, the first of them asks at the login.
    for (const path of ['/api/me', '/api/refresh']) person.observer.tolerateProblem(401, path);
    const left = tabs.filter((tab) => tab !== first);
    await expect.poll(() => held()).toHaveLength(1);
    const within = await untilGone(left, () => logOutEverywhere(elsewhere));
    for (const tab of left) await expect(heading(tab, 'Log in')).toBeVisible();
    qa.saw(`After a logout everywhere in another browser all ${left.length} tabs were empty within ${within} ms`);
  },
);

step(
  'Where no stream comes through, a page asks as its person comes back, and does not ask for the stream again and again',
  {
    expects: 'A service of the release before answers 404: one request, and the end is found out by asking.',
    look: 'packages/web/src/session/stream.rules.ts',
  },
  async ({ person, somebody, stack, qa }) => {
    const { page, observer } = person;
    await fail(page, STREAM, { status: 404, code: 'not_found', detail: 'There is nothing here.' });
    observer.expectProblem(404, STREAM);
    let asked = 0;
    page.on('request', (request) => (asked += isStream(request) ? 1 : 0));
    await person.open(stack.retirement);
    await person.logIn();
    await expect(account(page)).toBeVisible();
    const elsewhere = await somebody({ as: person });
    await elsewhere.open(stack.bank);
    await elsewhere.logIn();
    await logOutEverywhere(elsewhere);
    await elsewhere.seesHeading('Log in');
    for (const path of ['/api/me', '/api/refresh']) observer.expectProblem(401, path);
    // News of a session that are young are not asked for again: one comes back until they are old.
    await expect(async () => {
      await page.evaluate(() => window.dispatchEvent(new Event('focus')));
      await expect(heading(page, 'Log in')).toBeVisible({ timeout: 500 });
    }).toPass();
    expect(asked).toBe(1);
    qa.saw('Without a stream the page was at the login as soon as its person came back; it had asked for one once');
  },
);

/** Tells which tabs hold a stream at the moment. */
function heldStreams(context: BrowserContext): () => Page[] {
  const open = new Set<Request>();
  context.on('response', (response) => {
    if (isStream(response.request()) && response.ok()) open.add(response.request());
  });
  context.on('requestfinished', (request) => open.delete(request));
  context.on('requestfailed', (request) => open.delete(request));
  return () => [...open].map((request) => request.frame().page()).filter((page) => !page.isClosed());
}

function isStream(request: Request): boolean {
  return new URL(request.url()).pathname === STREAM;
}

/** Milliseconds from the answer to a logout until nothing of the person is left on any of the pages. */
async function untilGone(pages: readonly Page[], logOut: () => Promise<void>): Promise<number> {
  const gone = Promise.all(pages.map((page) => account(page).waitFor({ state: 'detached' })));
  await logOut();
  const began = performance.now();
  await gone;
  return Math.round(performance.now() - began);
}

/** Settles with the answer. */
async function logOutEverywhere({ page }: Person): Promise<void> {
  await account(page).click();
  const answered = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/logout/everywhere');
  await page.getByRole('button', { name: 'Log out everywhere' }).click();
  await answered;
}
