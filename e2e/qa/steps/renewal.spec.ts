import { countRenewals } from '../../browser/renewals.js';
import { sleep } from '../../stack/clock.js';
import { planWish, seesPlan } from '../sites.js';
import { expect, step } from '../harness/step.js';

const settings = { TOKEN_RENEW_AFTER: '3' };
/** Longer than a token stays young here. */
const OLD_MS = 4_000;
/** What was on its way when the page came is over by then. */
const CALM_MS = 1_000;

step(
  'Renewal follows use: a page left alone renews nothing, the next touch renews once',
  {
    expects: 'No renewal while nobody does anything; one at the next key, and no second one right after it.',
    settings,
    look: 'packages/web/src/session/background-renewal.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, context } = person;
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    await planWish(page).fill('2222');
    await sleep(CALM_MS);
    const renewals = countRenewals(context);
    await sleep(OLD_MS);
    expect(renewals(), 'left alone').toBe(0);
    qa.saw(`${OLD_MS / 1_000} s without a touch: no renewal`);
    const renewed = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/refresh');
    // At once: on a slow machine the new token could be old as well by the second key.
    for (const key of ['End', 'Home']) await planWish(page).press(key);
    await renewed;
    expect(renewals(), 'touched twice').toBe(1);
    await expect(planWish(page)).toHaveValue(/^2,?222$/);
    qa.saw('The next key renewed once, and what was typed stayed');
  },
);

step(
  'A hidden tab renews nothing, whatever happens on it',
  {
    expects: 'Clicks and keys on a page that nobody sees keep no session alive.',
    settings,
    look: 'packages/web/src/session/presence.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, context } = person;
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    await page.evaluate(() => Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' }));
    await sleep(CALM_MS);
    const renewals = countRenewals(context);
    await sleep(OLD_MS);
    await page.getByRole('heading', { level: 1 }).click();
    await planWish(page).press('End');
    await sleep(700);
    expect(renewals()).toBe(0);
    qa.saw('A click and a key on a hidden page with an old token caused no renewal');
  },
);
