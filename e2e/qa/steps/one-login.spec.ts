import { ACCESS_COOKIE } from '../../stack/test-user.js';
import { seesBank, seesPlan, serviceLink } from '../sites.js';
import { expect, step } from '../harness/step.js';
import { twoSessionServers } from '../sessions/two-servers.js';

const WITH_SESSIONS = 'logins needed with sessions';
const WITH_ONE_LOGIN = 'logins needed with Latchkey';

step(
  'Two servers that keep sessions of their own need two logins',
  {
    expects:
      'Anyone who has logged in at the first server is a stranger at the second one, because the session lives in the first one’s memory: a second login is needed.',
    walk: 'Two servers with sessions (express-session)',
    look: 'e2e/qa/sessions/server.mjs',
  },
  async ({ somebody, qa }) => {
    const person = await somebody({ account: false });
    const { first, second, stop } = await twoSessionServers(person);
    try {
      qa.name(first, 'first session server');
      qa.name(second, 'second session server');
      const { page } = person;
      let logins = 0;
      const logIn = async (): Promise<void> => {
        logins += 1;
        await person.fillIn(person.username, person.password);
        await page.getByRole('button', { name: 'Log in' }).click();
        await expect(page.getByText('You are logged in as')).toBeVisible();
      };
      await page.goto(first.url);
      await logIn();
      await qa.picture('Logged in at the first server', page);
      await page.goto(second.url);
      await expect(page.getByRole('heading', { name: 'Log in at Retirement' })).toBeVisible();
      await qa.picture('The second server asks for a login again', page);
      await logIn();
      qa.figure(WITH_SESSIONS, logins);
      qa.saw(`The second server showed its own login page; ${logins} logins were needed.`);
      expect(logins).toBe(2);
    } finally {
      await stop();
    }
  },
);

step(
  'One login at the bank opens retirement too, with the byte-identical token',
  {
    expects:
      'After one login at the bank, retirement shows the plan at once. The browser sends both services the very same token. The bank is asked for nothing on the way; the page asks it once whose session this is.',
    walk: 'Latchkey: one token for both',
    look: 'apps/bank/src/login',
  },
  async ({ person, stack, qa }) => {
    const { page } = person;
    await person.open(stack.bank);
    await person.logIn();
    await seesBank(page, person.username);
    await qa.picture('Logged in at the bank', page);

    const asked: string[] = [];
    page.on('request', (request) => {
      // What the bank's page asks by itself while somebody is still on it is not asked on the way.
      const isOnTheWay = request.isNavigationRequest() || !request.frame().url().startsWith(stack.bank.url);
      if (isOnTheWay) asked.push(request.url());
    });
    await (await serviceLink(page, 'Retirement')).click();
    await seesPlan(page);
    await qa.picture('The plan at retirement, after one login', page);

    const atBank = (await person.cookie(stack.bank, ACCESS_COOKIE)) ?? '';
    const atRetirement = (await person.cookie(stack.retirement, ACCESS_COOKIE)) ?? '';
    expect(atBank).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(atRetirement).toBe(atBank);
    qa.token('The token that both services get', atBank);
    expect(
      asked.filter((url) => url.includes('/login')),
      'no redirect to a login',
    ).toEqual([]);
    const askedOfBank = asked.filter((url) => url.startsWith(stack.bank.url)).map((url) => url.replace(/=.*/, '='));
    expect(
      askedOfBank.filter((url) => url !== `${stack.bank.url}/api/refresh?sid=`),
      'the bank is asked only whose session the page shows',
    ).toEqual([]);
    expect(askedOfBank.length, 'and that once').toBeLessThanOrEqual(1);
    qa.saw(`The same token of ${atBank.length} characters at both, byte for byte.`);
    qa.saw('No login page on the way to the plan, and of the bank one question: whose session this is.');
    qa.figure(WITH_ONE_LOGIN, 1);
  },
);
