import { expect, test } from '@playwright/test';
import { freePort } from '../stack/free-port.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { writeKeyFiles, type KeyFiles } from '../stack/key-files.ts';
import { PASSWORD, register } from '../stack/test-user.ts';
import { conformance, type Outcome } from './command.ts';

// Thousands of questions each: a busy machine takes its time.
test.describe.configure({ mode: 'parallel', timeout: 300_000 });

const SENSITIVE = 'PUT:/api/plan:{"retirementAge":67,"monthlyWishMinor":"200000"}';
/** Whatever the answer is to who has the role, it is none about the caller. */
const ADVISER = ['--role', 'adviser=GET:/api/clients/nobody/plan'];
const PASSWORDS =
  'POST:/api/password:{"currentPassword":"not this one","newPassword":"a walk to the other lighthouse"}';

/** Neither has a page of its server's own. */
const PAGES = ['page-renewal', 'page-fetch'];

/** Nothing failed, and exactly these were skipped. */
function expectPass({ code, output, results }: Outcome, skipped: readonly string[]): void {
  const failed = results.filter(({ verdict }) => verdict === 'failed');
  expect(failed, output).toEqual([]);
  const left = results.filter(({ verdict, id }) => verdict === 'skipped' && !PAGES.includes(id)).map(({ id }) => id);
  expect(left).toEqual(skipped);
  expect(code).toBe(0);
}

const FEED = [
  ...['never-heard', 'revoked', 'logout-told', 'rights-changed', 'deleted', 'older-bank'],
  ...['stream-told', 'future-feed', 'forged-feed', 'feed-loss'],
];

test.describe('a stack that signs with a secret', () => {
  let stack: Stack;
  let port: number;

  test.beforeAll(async () => {
    port = await freePort();
    stack = await startStack({ env: { retirement: { BANK_URL: `http://127.0.0.1:${port}` } } });
    await register(stack, 'ada');
  });

  test.afterAll(() => stack.stop());

  test('its bank and its retirement pass, the one with a login, the other with a stub bank', async () => {
    const [bank, retirement] = await Promise.all([
      conformance(['--url', stack.bank.url, '--bank', stack.bank.url, '--username', 'ada', '--write', PASSWORDS], {
        LATCHKEY_SECRET: stack.secret,
        LATCHKEY_PASSWORD: PASSWORD,
      }),
      conformance(
        [
          ...['--url', stack.retirement.url, '--issuer', stack.bank.url],
          ...['--play-bank', String(port), '--sensitive', SENSITIVE, '--export', '/api/export', ...ADVISER],
        ],
        { LATCHKEY_SECRET: stack.secret },
      ),
    ]);
    expectPass(bank, ['key-confusion', 'role-missing', ...FEED]);
    expectPass(retirement, ['key-confusion', 'bank-logout']);
    for (const { output } of [bank, retirement]) expect(output).not.toContain(stack.secret);
  });
});

test.describe('a stack that signs with ES256', () => {
  let stack: Stack;
  let keys: KeyFiles;

  test.beforeAll(async () => {
    keys = writeKeyFiles();
    stack = await startStack({ keys: keys.files });
    await register(stack, 'ada');
  });

  test.afterAll(async () => {
    await stack.stop();
    keys.remove();
  });

  test('its retirement passes with the key and a login, and what needs no key with a login alone', async () => {
    const login = ['--url', stack.retirement.url, '--bank', stack.bank.url, '--username', 'ada'];
    const env = { LATCHKEY_PASSWORD: PASSWORD };
    const [whole, keyless] = await Promise.all([
      conformance([...login, '--keys', keys.files.bank, '--write', SENSITIVE, ...ADVISER], env),
      conformance(login, env),
    ]);
    expectPass(whole, FEED);
    expect(keyless.code, keyless.output).toBe(0);
    const passed = keyless.results.filter(({ verdict }) => verdict === 'passed').map(({ id }) => id);
    expect(passed).toEqual(expect.arrayContaining(['good-token', 'signature-moved', 'csrf', 'logout', 'bank-logout']));
    expect(keyless.output).toContain('needs the key');
    for (const { output } of [whole, keyless]) expect(output).not.toContain(PASSWORD);
  });

  test('its retirement is reached by an address that is not its public one: its origin is looked up', async () => {
    const address = (url: string): string => `http://127.0.0.1:${new URL(url).port}`;
    const reached = ['--url', address(stack.retirement.url), '--only', 'good-token,csrf,own-page'];
    const named = ['--audience', 'retirement', '--keys', keys.files.bank];
    const login = ['--bank', address(stack.bank.url), '--username', 'ada'];
    const [byIssuer, byBank, byNobody] = await Promise.all([
      conformance([...reached, ...named, '--issuer', stack.bank.url]),
      conformance([...reached, ...login], { LATCHKEY_PASSWORD: PASSWORD }),
      conformance([...reached, ...named, '--issuer', 'http://127.0.0.1:1']),
    ]);
    for (const ran of [byIssuer, byBank]) {
      expectPass(ran, []);
      expect(ran.output).toContain(`, its pages at ${stack.retirement.url}\n`);
    }
    expect(byNobody.code).toBe(1);
    expect(byNobody.output).toContain(`its pages at ${reached[1]} (assumed: `);
    expect(byNobody.output).toContain(`(assumed as its own: ${reached[1]}; --origin says another)`);
  });
});
