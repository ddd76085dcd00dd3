import { expect, test } from '../browser/person.js';
import {
  ACCESS_COOKIE,
  accessCookie,
  ask,
  bearer,
  cookiesOf,
  logIn,
  logInWithCookies,
  ownPage,
  PASSWORD,
  register,
} from '../house/persona.js';

test('whoever logs in once at the bank is known at retirement by the byte-identical JWT', async ({ person }) => {
  const { page, house } = person;
  await person.open(house.bank);
  await person.logIn();
  await person.seesHeading(`Welcome, ${person.username}`);

  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.getByRole('navigation', { name: 'Services' }).getByRole('link', { name: 'Retirement' }).click();
  await person.seesHeading('Your retirement plan');

  const atBank = await person.cookie(house.bank, ACCESS_COOKIE);
  expect(atBank).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  expect(await person.cookie(house.retirement, ACCESS_COOKIE)).toBe(atBank);
  expect(
    asked.filter((url) => url.includes('/login')),
    'no redirect to a login',
  ).toEqual([]);
  expect(
    asked.filter((url) => url.startsWith(house.bank.url)),
    'the bank is not asked again',
  ).toEqual([]);
  await page.getByRole('button', { name: 'Account' }).click();
  await expect(page.getByText(`Logged in as ${person.username}`)).toBeVisible();
});

test('whoever starts at retirement logs in at the bank and is back on the very page asked for', async ({ person }) => {
  const { page, house } = person;
  await person.open(house.retirement, '/?from=letter#plan');
  await page.waitForURL((url) => url.origin === house.bank.url && url.pathname === '/login');
  await person.logIn();
  await page.waitForURL(`${house.retirement.url}/?from=letter#plan`);
  await person.seesHeading('Your retirement plan');
});

test('no token can be read by a script of a page, nor lies in its storage', async ({ person }) => {
  const { page, house } = person;
  await person.open(house.bank);
  await person.logIn();
  await person.seesHeading(`Welcome, ${person.username}`);
  for (const front of [house.bank, house.retirement]) {
    await person.open(front);
    await expect(page.getByRole('button', { name: 'Account' })).toBeVisible();
    const readable = await page.evaluate(() =>
      [document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage)].join('\n'),
    );
    expect(readable).not.toContain('latchkey=');
    expect(readable).not.toMatch(/eyJ[\w-]+\./);
  }
});

test('over HTTP the token of one login is good at both services, and both say the same of the caller', async ({
  house,
}) => {
  await register(house, 'http.caller');
  const token = await logIn(house, 'http.caller');
  const [atBank, atRetirement] = await Promise.all(
    [house.bank, house.retirement].map((front) => ask(front, { path: '/api/me', headers: [bearer(token)] })),
  );
  expect(atBank?.status).toBe(200);
  expect(JSON.parse(atBank?.body ?? '')).toMatchObject({ username: 'http.caller' });
  expect(atRetirement?.body).toBe(atBank?.body);
});

test('a login with cookies gives a browser what retirement takes, and no token in the body', async ({ house }) => {
  await register(house, 'cookie.caller');
  const answer = await ask(house.bank, {
    method: 'POST',
    path: '/api/login',
    headers: ownPage(house.bank),
    json: { username: 'cookie.caller', password: PASSWORD, transport: 'cookie' },
  });
  expect(answer.status).toBe(200);
  expect(answer.body).not.toContain('eyJ');
  const line = answer.headers.get('set-cookie')?.find((one) => one.startsWith(`${ACCESS_COOKIE}=`)) ?? '';
  expect(line).toMatch(/; Domain=demo\.localhost(;|$)/i);
  for (const flag of [
    /; Secure(;|$)/i,
    /; HttpOnly(;|$)/i,
    /; SameSite=Lax(;|$)/i,
    /; Path=\/(;|$)/i,
    /; Max-Age=\d+(;|$)/i,
  ])
    expect(line).toMatch(flag);
  const token = cookiesOf(answer).get(ACCESS_COOKIE) ?? '';
  expect(token.length).toBeLessThan(1_024);
  expect((await ask(house.retirement, { path: '/api/me', headers: [accessCookie(token)] })).status).toBe(200);
});

test('a login with the token in the body sets no cookie', async ({ house }) => {
  await register(house, 'token.caller');
  const answer = await ask(house.bank, {
    method: 'POST',
    path: '/api/login',
    json: { username: 'token.caller', password: PASSWORD },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.has('set-cookie')).toBe(false);
});

test('each login opens a session of its own', async ({ house }) => {
  await register(house, 'two.devices');
  const [one, other] = [await logInWithCookies(house, 'two.devices'), await logInWithCookies(house, 'two.devices')];
  expect(one.get(ACCESS_COOKIE)).not.toBe(other.get(ACCESS_COOKIE));
});
