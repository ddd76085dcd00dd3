import { statSync, chmodSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { keyStack, readKeys, readText, type KeyStack } from './key-files.js';

let stack: KeyStack;
beforeEach(async () => {
  stack = await keyStack();
});
afterEach(() => stack?.close());

const kidsOf = (path: string): string[] => readKeys(path).keys.map(({ kid }) => kid);
const SHARED = 'Qm7cV2xLr9TzYb4nWk8sHd3gJf6pAe1uXoRiEtNhBw';
const OWN = 'tK3wP8yZq1LdVb6nRc9sXh2gMf5jAe7uJoTiEvNhBx';
// Tokens of these tests live for no time: a rotation is over as soon as it may be.
const BRIEF = ['--token-ttl', '1', '--margin', '0'];

describe('the first keys', () => {
  test.each(['HS256', 'ES256'])('%s: two files, nothing that signs for EC keys in the second', async (alg) => {
    const { code, answer } = await stack.keys('init', '--alg', alg);
    expect(code).toBe(0);
    expect(answer.keys).toMatchObject([{ alg, state: 'current', kid: readKeys(stack.bankFile).signing }]);
    expect(kidsOf(stack.verifyFile)).toEqual(kidsOf(stack.bankFile));
    expect(readKeys(stack.verifyFile)).not.toHaveProperty('signing');
    expect(readKeys(stack.verifyFile).keys[0]).not.toHaveProperty('d');
    expect('d' in readKeys(stack.bankFile).keys[0]!).toBe(alg === 'ES256');
  });

  test('are readable for their owner alone, and a mode that was chosen later is kept', async () => {
    await stack.keys('init');
    for (const path of [stack.bankFile, stack.verifyFile]) expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(stack.verifyFile, 0o644);
    await stack.keys('start');
    expect(statSync(stack.verifyFile).mode & 0o777).toBe(0o644);
    expect(statSync(stack.bankFile).mode & 0o777).toBe(0o600);
  });

  test('are never overwritten', async () => {
    await stack.keys('init');
    const before = readText(stack.bankFile);
    const { code, answer } = await stack.keys('init');
    expect([code, answer.done]).toEqual([1, false]);
    expect(answer.words.join()).toContain('exists already');
    expect(readText(stack.bankFile)).toBe(before);
  });

  test('no answer holds a key', async () => {
    await stack.keys('init', '--alg', 'ES256');
    await stack.keys('start', '--alg', 'HS256');
    const secrets = readKeys(stack.bankFile).keys.map((key) => String(key['d'] ?? key['k']));
    const { output } = await stack.keys('status');
    for (const secret of secrets) expect(output).not.toContain(secret);
  });
});

describe('a rotation', () => {
  test.each([
    ['HS256', 'ES256'],
    ['ES256', 'HS256'],
    ['HS256', 'HS256'],
  ])('from %s to %s: no service ever lacks a key that signs', async (from, to) => {
    await stack.keys('init', '--alg', from);
    const [first] = kidsOf(stack.bankFile);
    const started = await stack.keys('start', '--alg', to);
    expect(started.answer).toMatchObject({ done: true, keys: [{ state: 'current' }, { state: 'next', alg: to }] });
    expect(readKeys(stack.bankFile).signing).toBe(first);
    const next = started.answer.keys[1]!.kid;
    expect(kidsOf(stack.verifyFile)).toEqual([first, next]);
    expect((await stack.keys('check')).code).toBe(0);
    expect((await stack.keys('promote')).code).toBe(0);
    expect(readKeys(stack.bankFile).signing).toBe(next);
    expect(kidsOf(stack.verifyFile)).toEqual([first, next]);
    expect((await stack.keys('finish', ...BRIEF, '--wait')).code).toBe(0);
    expect([kidsOf(stack.bankFile), kidsOf(stack.verifyFile)]).toEqual([[next], [next]]);
  });

  test('each step may be repeated', async () => {
    await stack.keys('init');
    const [started, again] = [await stack.keys('start'), await stack.keys('start')];
    expect(again.answer.keys).toEqual(started.answer.keys);
    for (const step of ['check', 'check', 'promote', 'promote'])
      expect([step, (await stack.keys(step)).code]).toEqual([step, 0]);
    const promoted = readText(stack.bankFile);
    await stack.keys('promote');
    expect(readText(stack.bankFile)).toBe(promoted);
    for (const step of ['finish', 'finish']) expect((await stack.keys(step, ...BRIEF, '--wait')).code).toBe(0);
  });

  test('may be aborted before its promotion, not after', async () => {
    await stack.keys('init');
    const before = readText(stack.bankFile);
    await stack.keys('start');
    expect((await stack.keys('abort')).code).toBe(0);
    expect(readText(stack.bankFile)).toBe(before);
    expect((await stack.keys('abort')).code).toBe(0);
    await stack.keys('start');
    await stack.keys('promote');
    expect((await stack.keys('abort')).code).toBe(1);
  });

  test('two commands at once start one key', async () => {
    await stack.keys('init');
    const runs = await Promise.all([stack.spawn(['start']), stack.spawn(['start']), stack.spawn(['start'])]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(kidsOf(stack.bankFile)).toHaveLength(2);
  });
});

describe('a rotation is refused, with the reason', () => {
  const refused = async (...args: string[]): Promise<string> => {
    const { code, answer } = await stack.keys(...args);
    expect([code, answer.done]).toEqual([1, false]);
    return answer.words.join('\n');
  };

  test('promote, while one replica of one service lacks the key', async () => {
    await stack.keys('init');
    stack.retirement.replicas.set('slow', stack.retirement.held());
    const { answer } = await stack.keys('start');
    const next = answer.keys[1]!.kid;
    for (const step of ['check', 'promote']) {
      expect(await refused(step)).toBe(`retirement: replica slow does not accept key ${next}`);
    }
    expect(readKeys(stack.bankFile).signing).not.toBe(next);
    setTimeout(() => stack.retirement.replicas.delete('slow'), 300);
    expect((await stack.keys('promote', '--wait', '60')).code).toBe(0);
  });

  test('promote, while a service cannot be reached, is another one, or does not tell', async () => {
    await stack.keys('init');
    await stack.keys('start');
    stack.retirement.answer = { status: 401, body: '{}' };
    expect(await refused('promote')).toContain('set OPS_TOKEN');
    stack.retirement.answer = { status: 404, body: '{}' };
    expect(await refused('promote')).toContain('answers 404');
    stack.retirement.answer = { status: 200, body: '{"service":"pension","tokenTtl":900,"replicas":[]}' };
    expect(await refused('promote')).toContain('pension');
    stack.retirement.answer = { status: 200, body: '<html>' };
    expect(await refused('promote')).toContain('retirement');
    stack.retirement.answer = undefined;
    stack.retirement.replicas.clear();
    expect(await refused('promote')).toContain('no replica of it was seen');
    expect(await refused('promote', '--at', 'retirement=http://127.0.0.1:9')).toContain('cannot be reached');
    expect((await stack.keys('promote', '--without', 'retirement')).code).toBe(0);
  });

  test('check, while a replica does not read its file or accepts a key that is gone', async () => {
    await stack.keys('init');
    stack.bank.replicas.set('bank-1', { fault: 'is not JSON' });
    expect(await refused('check')).toBe('bank: replica bank-1 does not use its keys file: is not JSON');
    const thumbprints = [...stack.bank.held().thumbprints, 'X'.repeat(43)];
    stack.bank.replicas.set('bank-1', { ...stack.bank.held(), thumbprints });
    expect(await refused('check')).toContain('still accepts key XXXXXXXXXXXXXXXX');
  });

  test('finish, before a promotion, while a replica of the bank signs with the old key, and while its tokens live', async () => {
    await stack.keys('init');
    await stack.keys('start');
    expect(await refused('finish')).toContain('promote it first');
    stack.bank.replicas.set('slow', { signing: stack.bank.held().signing });
    const promoting = stack.keys('promote');
    setTimeout(() => stack.bank.replicas.delete('slow'), 1_000);
    expect((await promoting).code).toBe(0);
    stack.bank.replicas.set('slow', { signing: null });
    expect(await refused('finish')).toContain('replica slow signs with nothing');
    stack.bank.replicas.delete('slow');
    expect(await refused('finish')).toMatch(/live until .* \(9\d\d s\)/);
    expect(kidsOf(stack.bankFile)).toHaveLength(2);
  });

  test('finish, as long as the deployment says that tokens live, unless the operator knows better', async () => {
    for (const step of ['init', 'start', 'promote']) await stack.keys(step);
    const due = async (...args: string[]): Promise<string> => {
      const words = await refused('finish', ...args);
      return /\((\d+)\d\d s\)/.exec(words)?.[1] ?? words;
    };
    stack.bank.tokenTtl = 2_000;
    expect(await due('--margin', '99')).toBe('20');
    stack.retirement.tokenTtl = 3_000;
    expect(await due('--margin', '99')).toBe('30');
    expect(await due('--margin', '99', '--token-ttl', '5000')).toBe('50');
    expect(await due('--margin', '99', '--without', 'bank')).toBe('9');
    const { answer } = await stack.keys('status', '--margin', '0');
    const { released, droppedFrom } = answer.keys.find(({ state }) => state === 'retiring')!;
    expect(Date.parse(droppedFrom!) - Date.parse(released!)).toBe(3_000_000);
    expect(answer.next).toBe(`finish, from ${droppedFrom} on`);
    stack.bank.tokenTtl = stack.retirement.tokenTtl = 1;
    expect((await stack.keys('finish', '--margin', '0', '--wait', '60')).code).toBe(0);
  });

  test('start, while a key of another algorithm is started', async () => {
    await stack.keys('init');
    await stack.keys('start', '--alg', 'ES256');
    expect(await refused('start', '--alg', 'HS256')).toContain('abort it first');
  });
});

describe('asking', () => {
  test('names below localhost are reached on this machine under their own name, and the token of operators is shown', async () => {
    await stack.keys('init');
    const { code } = await stack.spawn(['check'], [], { OPS_TOKEN: SHARED });
    expect(code).toBe(0);
    const [request] = stack.retirement.asked;
    expect(request?.headers.host).toBe(new URL(stack.retirement.url).host);
    expect(request?.headers.authorization).toBe(`Bearer ${SHARED}`);
  });

  test('a service that has a token of operators of its own is shown that one', async () => {
    await stack.keys('init');
    const { code } = await stack.spawn(['check'], [], { OPS_TOKEN: SHARED, OPS_TOKENS: `retirement=${OWN}` });
    expect(code).toBe(0);
    expect(stack.retirement.asked[0]?.headers.authorization).toBe(`Bearer ${OWN}`);
  });

  test.each([
    ['KEYS_AT', { KEYS_AT: 'retirement=http://10.0.0.7:3002' }, 'KEYS_AT is http to another host (10.0.0.7:3002)'],
    ['a token without its service', { OPS_TOKENS: OWN }, 'OPS_TOKENS holds a part (number 1) that is not id=token'],
    ['a weak token', { OPS_TOKENS: 'retirement=hunter2' }, 'OPS_TOKENS holds a token of retirement: it is 7 bytes'],
    ['a quoted token', { OPS_TOKENS: `retirement="${OWN}"x` }, 'OPS_TOKENS holds a token of retirement: it begins'],
  ])('%s in clear, weak or misspelt is a fault of the settings', async (_what, env, words) => {
    const { code, errors } = await stack.spawn(['check'], [], env);
    expect([code, errors]).toEqual([78, expect.stringContaining(words)]);
    expect(errors).not.toContain('hunter2');
  });

  test('--at in clear to another host is refused, unless the network is trusted', async () => {
    const at = ['--at', 'retirement=http://10.0.0.7:3002'];
    expect(await stack.spawn(['init', ...at])).toMatchObject({ code: 78 });
    expect(await stack.spawn(['init', ...at], [], { ALLOW_PLAIN_INTERNAL: 'true' })).toMatchObject({ code: 0 });
  });

  test('status tells what each replica accepts, also while a service is away', async () => {
    await stack.keys('init');
    stack.retirement.answer = { status: 500, body: '' };
    const { code, answer } = await stack.keys('status');
    expect(code).toBe(0);
    expect(answer.services).toMatchObject([
      { service: 'bank', replicas: [stack.bank.held()] },
      { service: 'retirement', replicas: [], fault: 'answers 500 when asked for its keys' },
    ]);
  });
});
