import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verdictOf } from '../../stack/program.js';
import { COOKIE_DOMAIN } from '../../stack/environment.js';
import { ACCESS_COOKIE, cookiesForBank, logInWithCookies, register, type WithBank } from '../../stack/test-user.js';
import { seesBank, seesPlan } from '../sites.js';
import { expect, step } from '../harness/step.js';

const REFRESH_COOKIE = '__Host-latchkey-refresh';

/** A site next to ours, below the same domain, that sets cookies for all of it. */
async function siblingThatSets(...cookies: string[]): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html', 'set-cookie': cookies });
    answer.end('<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Sibling</title><h1>Sibling</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://sibling.${COOKIE_DOMAIN}:${(server.address() as AddressInfo).port}/`, stop };
}

const tossed = (value: string, path: string): string =>
  `${ACCESS_COOKIE}=${value}; Domain=${COOKIE_DOMAIN}; Path=${path}; Secure; HttpOnly; SameSite=Lax`;

step(
  "A stranger's cookie that a sibling subdomain tosses in puts nobody into the stranger's session at the bank",
  {
    expects:
      'The bank holds the access cookie to the refresh cookie, which nobody can plant: it renews, and shows the right person.',
    needs: ['users'],
    look: 'packages/verifier/src/request/cookie-binding.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, observer } = person;
    const stranger = `${person.username}-stranger`;
    await register(stack, stranger);
    const planted = await accessTokenOf(stack, stranger);
    const sibling = await siblingThatSets(tossed(planted, '/'));
    try {
      await person.open(stack.bank);
      await person.logIn();
      await seesBank(page, person.username);
      await page.goto(sibling.url);
      expect(await person.cookie(stack.bank, ACCESS_COOKIE), 'the cookie was planted').toBe(planted);
      qa.token('The planted cookie', planted);
      observer.expectProblem(401, '/api/me');
      await person.open(stack.bank);
      await seesBank(page, person.username);
      await qa.picture('The bank shows the right person', page);
      expect(await person.cookie(stack.bank, ACCESS_COOKIE)).not.toBe(planted);
      qa.saw(`The bank refused the planted cookie, renewed, and shows ${person.username}`);
    } finally {
      await sibling.stop();
    }
  },
);

step(
  "A sibling subdomain that overflows the cookie jar and plants a stranger's cookie makes nobody somebody else",
  {
    expects:
      'The refresh cookie is evicted, the planted one stands alone: the bank asks for a login, and so does the page of retirement, which asks the bank whose session it is.',
    needs: ['users'],
    look: 'packages/verifier/src/request/cookie-binding.ts, packages/web/src/session/current-session.client.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, observer } = person;
    const stranger = `${person.username}-mallory`;
    await register(stack, stranger);
    const planted = await accessTokenOf(stack, stranger);
    // A browser keeps 180 cookies a site, and lets go of those that were not used for longest.
    const flood = Array.from(
      { length: 200 },
      (_, i) => `f${i}=1; Domain=${COOKIE_DOMAIN}; Path=/; Secure; SameSite=Lax`,
    );
    const hint = `latchkey-hint=planted; Domain=${COOKIE_DOMAIN}; Path=/; Secure; SameSite=Lax`;
    const sibling = await siblingThatSets(...flood, tossed(planted, '/'), hint);
    try {
      await person.open(stack.bank);
      await person.logIn();
      await seesBank(page, person.username);
      // The page of the bank that is left may still notice that its cookie was exchanged.
      for (const path of ['/api/me', '/api/refresh', '/api/session/stream']) observer.tolerateProblem(401, path);
      await page.goto(sibling.url);
      expect(await person.cookie(stack.bank, REFRESH_COOKIE), 'the refresh cookie was evicted').toBeUndefined();
      expect(await person.cookie(stack.bank, ACCESS_COOKIE), 'the cookie was planted').toBe(planted);
      qa.saw('The sibling set 200 cookies: the refresh cookie is gone, the access cookie is the stranger’s');
      await person.open(stack.bank);
      await person.seesHeading('Log in');
      await expect(page.getByText(stranger)).toHaveCount(0);
      await qa.picture('The bank asks for a login', page);
      await page.goto(sibling.url);
      expect(await person.cookie(stack.retirement, ACCESS_COOKIE), 'planted again').toBe(planted);
      await person.open(stack.retirement);
      await person.seesHeading('Log in');
      await person.logIn();
      await seesPlan(page);
      await expect(page.getByText(stranger)).toHaveCount(0);
      qa.saw(`Both asked for a login; afterwards retirement shows the plan of ${person.username}`);
    } finally {
      await sibling.stop();
    }
  },
);

step(
  'A worthless second cookie of the same name locks nobody out',
  {
    expects: 'Of several access cookies the one that verifies counts; the plan opens and is read.',
    needs: ['users'],
    look: 'packages/auth/src/guard/auth.guard.ts',
  },
  async ({ person, stack, qa }) => {
    const { page } = person;
    const sibling = await siblingThatSets(tossed('eyJhbGciOiJub25lIn0.e30.', '/api'));
    try {
      await person.open(stack.retirement);
      await person.logIn();
      await seesPlan(page);
      await page.goto(sibling.url);
      for (const front of [stack.retirement, stack.bank]) {
        await person.open(front);
        await (front === stack.bank ? seesBank(page, person.username) : seesPlan(page));
        const sent = await person.context.cookies(`${front.url}/api/me`);
        expect(
          sent.filter(({ name }) => name === ACCESS_COOKIE),
          'access cookies',
        ).toHaveLength(2);
      }
      qa.saw('Both sites got two access cookies with every call, took the one that verifies, and asked for no login');
    } finally {
      await sibling.stop();
    }
  },
);

step(
  'Of two access cookies that both verify none is taken, and at the bank none that stands alone',
  {
    expects:
      'Whose session is meant cannot be told, so both services refuse; each cookie alone is good at retirement, and at the bank next to its refresh cookie.',
    needs: ['users'],
    look: 'packages/auth/src/guard/auth.guard.ts',
  },
  async ({ person, stack, qa }) => {
    await register(stack, `${person.username}-twice`);
    const [one, other] = [
      await accessTokenOf(stack, person.username),
      await accessTokenOf(stack, `${person.username}-twice`),
    ];
    const cookieOf = (...tokens: string[]): string => tokens.map((token) => `${ACCESS_COOKIE}=${token}`).join('; ');
    const alone = { one: cookieOf(one), other: cookieOf(other), 'one and junk': cookieOf('junk', one) };
    const both = { both: cookieOf(one, other) };
    const beside = { 'one in its session': cookiesForBank(one)[1], 'one in the other': besideOther(one, other) };
    const seenAt = async (front: typeof stack.bank, cookies: Record<string, string>): Promise<string[]> => {
      const seen: string[] = [];
      for (const cookie of Object.values(cookies))
        seen.push(verdictOf(await qa.ask(front, { path: '/api/me', headers: [['Cookie', cookie]] })));
      qa.saw(
        `${front.url}: ${Object.keys(cookies)
          .map((name, at) => `${name}: ${seen[at]}`)
          .join(', ')}`,
      );
      return seen;
    };
    expect(await seenAt(stack.retirement, { ...alone, ...both })).toEqual(['200', '200', '200', '401 token_invalid']);
    const missing = '401 token_missing';
    expect(await seenAt(stack.bank, { ...alone, ...both })).toEqual([missing, missing, missing, missing]);
    expect(await seenAt(stack.bank, beside)).toEqual(['200', missing]);
  },
);

/** Of a browser's login: one of a program counts in no cookie. */
async function accessTokenOf(stack: WithBank, username: string): Promise<string> {
  return (await logInWithCookies(stack, username)).get(ACCESS_COOKIE)!;
}

const besideOther = (token: string, other: string): string =>
  cookiesForBank(other)[1].replace(/(__Secure-latchkey=).*/, `$1${token}`);
