import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { runDoctor } from '../src/commands/doctor/doctor.command.js';
import { startBank, type Bank } from './bank.js';
import { captureOutput, withVariables, type CommandOutput } from './command-output.js';

const OPS_TOKEN = 'Qm7cV2xLr9TzYb4nWk8sHd3gJf6pAe1uXoRiEtNhBw';

let bank: Bank;
let output: CommandOutput;
let restore: () => void;
beforeAll(async () => {
  bank = await startBank({ OPS_TOKEN });
});
afterAll(() => bank?.close());
beforeEach(() => {
  restore = withVariables({ OPS_TOKEN, OPS_TOKENS: undefined });
  output = captureOutput();
});
afterEach(() => {
  jest.restoreAllMocks();
  restore();
});

async function doctor(...argv: string[]) {
  output.said.length = 0;
  const code = await runDoctor(argv);
  return { code, lines: output.said.flatMap((text) => text.split('\n')), complained: output.complained.join('') };
}

test('a bank is looked at from outside, and what is wrong is said with its fix', async () => {
  const { code, lines } = await doctor('--bank', bank.url);
  expect(lines).toContain(`✓ bank: reached: ${bank.url}`);
  expect(lines).toContain('✓ bank: readiness: ready');
  expect(lines).toContainEqual(expect.stringMatching(/^✓ bank: database: takes writes at 127\.0\.0\.1:/));
  expect(lines).toContainEqual(expect.stringMatching(/^✓ bank: clock: differs from this machine's by 0\.0 s$/));
  expect(lines).toContain(
    '✗ bank: proxies: TRUSTED_PROXY_HOPS=1, and 0 proxies name the client: anyone may claim any address',
  );
  expect(lines).toContain(
    '    Set TRUSTED_PROXY_HOPS=0, or ask through the proxies: this command may have gone around them.',
  );
  // The one that the bank lists, and that does not run.
  expect(lines).toContainEqual(expect.stringMatching(/^✗ retirement: reached: it at http:\/\/retirement\./));
  expect(code).toBe(1);
});

test('a program reads findings as JSON', async () => {
  const { lines } = await doctor('--bank', bank.url, '--json');
  const findings = JSON.parse(lines.join('\n')) as { service: string; level: string; about: string }[];
  expect(findings).toContainEqual(expect.objectContaining({ service: 'bank', level: 'ok', about: 'readiness' }));
});

test('without the token it says what it could not look at', async () => {
  restore();
  restore = withVariables({ OPS_TOKEN: undefined, OPS_TOKENS: undefined });
  const { lines } = await doctor('--bank', bank.url);
  expect(lines).toContainEqual(expect.stringContaining('! bank: access: shows no details'));
});

test('the token is not sent in clear to another machine', async () => {
  const { code, complained } = await doctor('--bank', 'http://bank.example.com');
  expect(code).toBe(78);
  expect(complained).toContain('--bank');
  expect(complained).not.toContain(OPS_TOKEN);
});

test('a bank that is not there is named, and nothing hangs', async () => {
  const { code, lines } = await doctor('--bank', 'http://127.0.0.1:1');
  expect(lines[0]).toMatch(/^✗ bank: reached: it at http:\/\/127\.0\.0\.1:1 /);
  expect(code).toBe(1);
});

test('a command line that is not understood is refused, and says where help is', async () => {
  expect(await doctor('--retirement', 'https://r.example')).toMatchObject({ code: 2 });
  expect(output.complained.join('')).toContain('doctor --help');
  expect((await doctor('--help')).code).toBe(0);
});
