import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verdictOf } from '../../house/program.js';
import { COOKIE_DOMAIN } from '../../house/environment.js';
import { ACCESS_COOKIE, logIn, register } from '../../house/persona.js';
import { seesBank, seesPlan } from '../sites.js';
import { expect, step } from '../harness/step.js';

/** A site beside ours, below the same domain, that sets a cookie for all of it. */
async function siblingThatSets(cookie: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html', 'set-cookie': cookie });
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
    look: 'packages/auth/src/guard/cookie-binding.ts',
  },
  async ({ person, house, qa }) => {
    const { page, observer } = person;
    const stranger = `${person.username}-stranger`;
    await register(house, stranger);
    const planted = await logIn(house, stranger);
    const sibling = await siblingThatSets(tossed(planted, '/'));
    try {
      await person.open(house.bank);
      await person.logIn();
      await seesBank(page, person.username);
      await page.goto(sibling.url);
      expect(await person.cookie(house.bank, ACCESS_COOKIE), 'the cookie was planted').toBe(planted);
      qa.token('The planted cookie', planted);
      observer.expectRefusal(401, '/api/me');
      await person.open(house.bank);
      await seesBank(page, person.username);
      await qa.picture('The bank shows the right person', page);
      expect(await person.cookie(house.bank, ACCESS_COOKIE)).not.toBe(planted);
      qa.saw(`The bank refused the planted cookie, renewed, and shows ${person.username}`);
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
  async ({ person, house, qa }) => {
    const { page } = person;
    const sibling = await siblingThatSets(tossed('eyJhbGciOiJub25lIn0.e30.', '/api'));
    try {
      await person.open(house.retirement);
      await person.logIn();
      await seesPlan(page);
      await page.goto(sibling.url);
      for (const front of [house.retirement, house.bank]) {
        await person.open(front);
        await (front === house.bank ? seesBank(page, person.username) : seesPlan(page));
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
  'Of two access cookies that both verify none is taken',
  {
    expects: 'Whose session is meant cannot be told, so both services refuse; each cookie alone is good.',
    needs: ['users'],
    look: 'packages/auth/src/guard/auth.guard.ts',
  },
  async ({ person, house, qa }) => {
    await register(house, `${person.username}-twice`);
    const [one, other] = [await logIn(house, person.username), await logIn(house, `${person.username}-twice`)];
    const pairs = { one: [one], other: [other], both: [one, other], 'one and junk': ['junk', one] };
    for (const front of [house.bank, house.retirement]) {
      const seen: Record<string, string> = {};
      for (const [name, tokens] of Object.entries(pairs)) {
        const cookie = tokens.map((token) => `${ACCESS_COOKIE}=${token}`).join('; ');
        seen[name] = verdictOf(await qa.ask(front, { path: '/api/me', headers: [['Cookie', cookie]] }));
      }
      expect(seen).toEqual({ one: '200', other: '200', both: '401 token_invalid', 'one and junk': '200' });
      qa.saw(
        `${front.url}: ${Object.entries(seen)
          .map(([name, verdict]) => `${name}: ${verdict}`)
          .join(', ')}`,
      );
    }
  },
);
