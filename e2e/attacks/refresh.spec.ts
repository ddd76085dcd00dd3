import { expect, test } from '@playwright/test';
import { startStack, type Stack } from '../stack/stack.ts';
import { CookieJar, REFRESH_COOKIE } from '../stack/cookie-jar.ts';
import { ownPage, PASSWORD, register } from '../stack/test-user.ts';
import { Program, verdictOf } from '../stack/program.ts';
import { gather, encodeRequest, sendRaw, type RawResponse } from '@latchkey/conformance/client';
import { badRefreshTokens, fitsCookie, type BadRefresh, type RefreshFacts } from './refresh-tokens.ts';
import { errorsOf } from './verdict.ts';

let stack: Stack;
let facts: RefreshFacts;
let active: Program;
let second: Program;
let jar: CookieJar;

test.beforeAll(async () => {
  const [mine, other] = await Promise.all([startStack(), startStack()]);
  stack = mine;
  try {
    await Promise.all([register(mine, 'ada'), register(other, 'ada')]);
    active = await Program.logIn(mine, 'ada');
    // Not the first of its line, so that there is an older one.
    await active.renew();
    second = await Program.logIn(mine, 'ada');
    const foreign = await Program.logIn(other, 'ada');
    jar = await CookieJar.logIn(mine, 'ada');
    facts = {
      token: active.refresh,
      other: second.refresh,
      foreign: foreign.refresh,
      access: active.access,
      secret: mine.refreshSecret,
      jwtSecret: mine.secret,
    };
  } finally {
    await other.stop();
  }
});

test.afterAll(() => stack?.stop());

const carriers = {
  body: (bad: BadRefresh): [[string, string][], string] => [
    [['Content-Type', 'application/json']],
    JSON.stringify({ refresh_token: bad.text }),
  ],
  'cookie from the own page': (bad: BadRefresh) => [[...ownPage(stack.bank), cookie(bad.text)], ''],
  "cookie from retirement's page": (bad: BadRefresh) => [[...sitePage(), cookie(bad.text)], ''],
} satisfies Record<string, (bad: BadRefresh) => [[string, string][], string]>;

test('the list of bad refresh tokens is long, and holds none that is good', () => {
  const kinds = badRefreshTokens(facts);
  expect(new Set(kinds.map(({ kind }) => kind)).size, 'each kind is listed once').toBe(kinds.length);
  expect(kinds.filter(({ text }) => [facts.token, facts.other].includes(text))).toEqual([]);
  expect(kinds.length).toBeGreaterThan(500);
});

for (const [carrier, carry] of Object.entries(carriers)) {
  test(`refuses every bad refresh token in a ${carrier}, clears no cookie, and the session lives`, async () => {
    const kinds = badRefreshTokens(facts).filter((bad) => carrier === 'body' || fitsCookie(bad));
    const errors = await gather(kinds, async (bad) => {
      const [headers, body] = carry(bad);
      const expected = { codes: bad.codes ?? ['refresh_invalid'], statuses: [401] };
      return judge(await refresh(headers, body), expected, `${bad.kind} | ${carrier}`);
    });
    expect(errors).toEqual([]);
    await stillActive();
    test.info().annotations.push({ type: 'kinds', description: String(kinds.length) });
  });
}

test('refuses bodies that are no refresh body, whatever the cookie is', async () => {
  const good = JSON.stringify(facts.token);
  const bodies = [
    ...['null', '1', '""', '[]', '"x"', '{', '{"refresh_token":}', `[${good}]`, good],
    ...['null', '1', 'true', '[]', '{}', '""', `[${good}]`, `{"token":${good}}`, JSON.stringify('x'.repeat(1_025))].map(
      (value) => `{"refresh_token":${value}}`,
    ),
    ...[
      `{"refresh_token":${good},"sid":"x"}`,
      `{"refreshToken":${good}}`,
      `{"refresh_token":${JSON.stringify('x'.repeat(200_000))}}`,
    ],
  ];
  const errors = await gather(bodies, async (body) => {
    const headers: [string, string][] = [
      ...ownPage(stack.bank),
      ['Content-Type', 'application/json'],
      cookie(jar.refresh),
    ];
    return judge(await refresh(headers, body), { statuses: [400, 413] }, body.slice(0, 60));
  });
  expect(errors).toEqual([]);
  await stillActive();
});

test('refuses the refresh cookie of an active session on every way that a stranger could send it', async () => {
  const from = (origin: string | undefined, site: string | undefined): [string, string][] => [
    ...(origin === undefined ? [] : [['Origin', origin] as [string, string]]),
    ...(site === undefined ? [] : [['Sec-Fetch-Site', site] as [string, string]]),
  ];
  const strangers: [string, [string, string][]][] = [
    ['cross-site', from('https://evil.example', 'cross-site')],
    ['cross-site with our origin', from(stack.bank.url, 'cross-site')],
    ['an address line', from(undefined, 'none')],
    ['no header at all', []],
    ['a foreign origin alone', from('https://evil.example', undefined)],
    ['no origin', from('null', undefined)],
    ['a sibling of no registry', from('http://evil.demo.localhost:4000', 'same-site')],
    ['same-site without origin', from(undefined, 'same-site')],
    ['an origin that begins like ours', from(`${stack.bank.url}.evil.example`, 'same-site')],
  ];
  const errors = await gather(strangers, async ([kind, headers]) =>
    judge(await refresh([...headers, cookie(jar.refresh)], ''), { statuses: [401, 403] }, kind),
  );
  const twice: [string, string] = ['Cookie', `${REFRESH_COOKIE}=${jar.refresh}; ${REFRESH_COOKIE}=${facts.other}`];
  errors.push(...judge(await refresh([...ownPage(stack.bank), twice], ''), { statuses: [401] }, 'two cookies'));
  expect(errors).toEqual([]);
  await stillActive();
});

test('a refresh token is no access token, at either service', async () => {
  for (const place of [stack.bank, stack.retirement]) {
    const response = await new Program(stack.bank, facts.token, '').ask(place, { path: '/api/me' });
    expect(verdictOf(response)).toBe('401 token_invalid');
  }
});

test('after all of it the very token that was distorted still renews its session', async () => {
  expect(verdictOf(await active.renew())).toBe('200');
  expect(verdictOf(await second.renew())).toBe('200');
});

function cookie(text: string): [string, string] {
  return ['Cookie', `${REFRESH_COOKIE}=${text}`];
}

function sitePage(): [string, string][] {
  return ownPage(stack.retirement).map(([name, value]) => [name, name === 'Sec-Fetch-Site' ? 'same-site' : value]);
}

function refresh(headers: [string, string][], body: string): Promise<RawResponse | null> {
  const { port, host } = stack.bank;
  const framed = { method: 'POST', path: '/api/refresh', host, headers };
  return sendRaw(port, encodeRequest({ ...framed, body }));
}

function judge(
  answer: RawResponse | null,
  expected: { codes?: readonly string[]; statuses: readonly number[] },
  label: string,
): string[] {
  const secrets = [stack.secret, stack.refreshSecret, PASSWORD, ...facts.token.split('.').slice(4)];
  const errors = errorsOf(answer, { ...expected, secrets });
  if (answer?.headers.has('set-cookie') === true) errors.push(`sets ${answer.headers.get('set-cookie')?.join()}`);
  return errors.map((error) => `${label}: ${error}`);
}

/** Whatever was sent, the sessions that it was made of go on, and in the browser too. */
async function stillActive(): Promise<void> {
  const program = await active.ask(stack.bank, { path: '/api/me' });
  const other = await second.ask(stack.bank, { path: '/api/me' });
  const browser = await jar.renew(stack.retirement);
  expect([program, other, browser].map(verdictOf)).toEqual(['200', '200', '200']);
  expect(jar.cleared).toEqual([]);
}
