import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tokenFor, TEST_SECRET } from '@latchkey/testing';
import { inProcess, keyStack, readKeys, readText, type KeyStack, type Ran } from './key-files.js';

let stack: KeyStack;
beforeEach(async () => {
  stack = await keyStack();
});
afterEach(() => stack?.close());

const withSecret = async (secret: string | undefined, ...args: string[]): Promise<Ran> => {
  const before = process.env['JWT_SECRET'];
  if (secret === undefined) delete process.env['JWT_SECRET'];
  else process.env['JWT_SECRET'] = secret;
  try {
    return await stack.keys('init', '--from-secret', ...args);
  } finally {
    if (before === undefined) delete process.env['JWT_SECRET'];
    else process.env['JWT_SECRET'] = before;
  }
};

describe('from a secret to files', () => {
  test('the secret becomes the first key, under the kid that its tokens bear', async () => {
    expect((await withSecret(TEST_SECRET)).code).toBe(0);
    const { kid } = JSON.parse(Buffer.from(tokenFor().split('.')[0]!, 'base64url').toString());
    const key = { kid, alg: 'HS256', k: Buffer.from(TEST_SECRET).toString('base64url') };
    expect(readKeys(stack.bankFile)).toMatchObject({ signing: kid, keys: [key] });
    expect(readKeys(stack.verifyFile)).toMatchObject({ keys: [key] });
  });

  test.each([
    ['a missing one', undefined, 'is missing'],
    ['a short one', 'abc', 'needs at least 32'],
    ['a sample', 'change-me-change-me-change-me-change-me', 'placeholder'],
  ])('%s is refused with 78', async (_kind, secret, words) => {
    const { code, errors } = await withSecret(secret);
    expect(code).toBe(78);
    expect(errors).toContain(`JWT_SECRET ${words === 'needs at least 32' ? 'is 3 bytes' : ''}`);
    expect(errors).toContain(words);
  });
});

describe('what is not understood ends with 2', () => {
  test.each([
    [['rotate']],
    [['start', '--alg', 'RS256']],
    [['init', '--from-secret', '--alg', 'ES256']],
    [['start', '--wait']],
    [['check', '--wait', 'soon']],
    [['check', '--at', 'retirement']],
    [['check', '--at', 'retirement=ftp://x']],
    [['check', 'twice']],
  ])('%j', async (args) => {
    const { code, output } = await stack.keys(...args);
    expect([code, output]).toEqual([2, '']);
  });
});

describe('settings and files that are wrong end with 78, and say why', () => {
  const fault = async (...args: string[]): Promise<string> => {
    const { code, errors, output } = await inProcess(args);
    expect([code, output]).toEqual([78, '']);
    return errors;
  };

  test('no folder, no registry, a registry that is none, a life of tokens that is none', async () => {
    await stack.keys('init');
    const folder = ['--folder', stack.folder];
    expect(await fault('status')).toContain('KEYS_FOLDER is missing. Name it with --folder');
    expect(await fault('check', ...folder)).toContain('SSO_REGISTRY_FILE is missing');
    expect(await fault('check', ...folder, '--registry', stack.bankFile)).toContain('is not a list of services');
    expect(await fault('check', ...folder, '--registry', '/nowhere')).toContain('SSO_REGISTRY_FILE names a file');
    expect(await fault('finish', ...folder, '--token-ttl', 'x')).toContain('TOKEN_TTL is not a whole number');
  });

  test.each(['status', 'start', 'check', 'promote', 'finish', 'now', 'abort'])(
    '%s before the first keys, in a folder or without one',
    async (step) => {
      for (const folder of [stack.folder, `${stack.folder}/none`]) {
        const words = await fault(step, '--folder', folder);
        expect(words).toBe(`keys: ${folder}/bank/keys.bank.json does not exist: make the first keys with init\n`);
      }
    },
  );

  test('half a file, a file that the bank would refuse; none of them is touched', async () => {
    const folder = ['--folder', stack.folder];
    await stack.keys('init');
    const whole = readText(stack.bankFile);
    for (const text of [whole.slice(0, 60), '{}', whole.replace(/"signing": ".*"/, '"signing": "other"')]) {
      writeFileSync(stack.bankFile, text);
      for (const step of ['init', 'status', 'start', 'abort'])
        expect(await fault(step, ...folder)).toContain(stack.bankFile);
      expect(readText(stack.bankFile)).toBe(text);
    }
  });

  test('a folder that cannot be made', async () => {
    const path = `${stack.bankFile}-as-a-file`;
    mkdirSync(`${stack.folder}/bank`, { recursive: true });
    writeFileSync(path, '');
    expect(await fault('init', '--folder', path)).toContain('cannot be made');
  });
});

test('KEYS_AT says where services are reached, and the command line outranks it', async () => {
  await stack.keys('init');
  const at = (list: string, ...args: string[]) => stack.spawn(['status', ...args], [], { KEYS_AT: list });
  const { answer } = await at(
    'bank=http://127.0.0.1:9 retirement=http://127.0.0.1:9',
    '--at',
    `bank=${stack.bank.url}`,
  );
  expect(answer.services?.map(({ url, fault }) => [url, fault === undefined])).toEqual([
    [stack.bank.url, true],
    ['http://127.0.0.1:9', false],
  ]);
  const wrong = await at('bank=http://127.0.0.1:9 retirement');
  expect([wrong.code, wrong.errors]).toEqual([78, expect.stringContaining('KEYS_AT holds retirement')]);
});

test('files that another program made are taken over, and a second key of theirs is held to be in use', async () => {
  await stack.keys('init', '--alg', 'ES256');
  await stack.keys('start', '--alg', 'HS256');
  const { keys, signing } = readKeys(stack.bankFile);
  writeFileSync(
    stack.bankFile,
    JSON.stringify({ keys: keys.map((key) => ({ ...key, times: undefined })), signing, made: 'by us' }),
  );
  const before = readText(stack.bankFile);
  const { answer } = await stack.keys('status');
  expect(answer.keys.map(({ state }) => state)).toEqual(['current', 'retiring']);
  expect(readText(stack.bankFile)).toBe(before);
  const refused = await stack.keys('finish');
  expect(refused.answer.words.join()).toContain('live until');
  expect((await stack.keys('finish', '--token-ttl', '1', '--margin', '0', '--wait')).code).toBe(0);
  expect(readKeys(stack.bankFile)).toMatchObject({ keys: [{ kid: signing }], signing, made: 'by us' });
});
