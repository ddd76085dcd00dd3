import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { keyStack, readKeys, type KeyStack } from './key-files.js';

let stack: KeyStack;
beforeEach(async () => {
  stack = await keyStack();
  await stack.keys('init');
});
afterEach(() => stack?.close());

const kidsOf = (path: string): string[] => readKeys(path).keys.map(({ kid }) => kid);

test('one command puts a new key in the place of the leaked one, of another algorithm if wished', async () => {
  const [leaked] = kidsOf(stack.bankFile);
  const { code, answer } = await stack.keys('now', '--alg', 'ES256');
  expect(code).toBe(0);
  expect(answer.keys).toMatchObject([{ alg: 'ES256', state: 'current', leaked: false }]);
  expect(answer.words.join()).toContain(`withdrew ${leaked}`);
  expect(kidsOf(stack.verifyFile)).toEqual([answer.keys[0]!.kid]);
  expect(kidsOf(stack.bankFile)).toEqual([answer.keys[0]!.kid]);
});

test('the bank does not sign with the new key before every replica accepts it; run again, it goes on with the same key', async () => {
  const [leaked] = kidsOf(stack.bankFile);
  stack.retirement.replicas.set('slow', stack.retirement.held());
  const first = await stack.keys('now', '--wait', '1');
  expect(first.code).toBe(1);
  expect(first.answer.words.join()).toContain('replica slow does not accept key');
  expect(first.answer.next).toContain('now');
  expect(first.answer.keys.map((key) => [key.state, key.leaked])).toEqual([
    ['current', true],
    ['next', false],
  ]);
  expect(readKeys(stack.bankFile).signing).toBe(leaked);
  expect((await stack.keys('now', '--alg', 'ES256')).answer.words.join()).toContain('under way');
  stack.retirement.replicas.delete('slow');
  const { code, answer } = await stack.keys('now');
  expect([code, answer.keys[0]?.kid]).toEqual([0, first.answer.keys[1]!.kid]);
});

test('the leaked key is not dropped while a replica of the bank still signs with it', async () => {
  const signing = stack.bank.held().signing;
  stack.bank.replicas.set('slow', { signing });
  const { code, answer } = await stack.keys('now', '--wait', '1');
  expect(code).toBe(1);
  expect(answer.words.join()).toContain('replica slow signs with');
  expect(kidsOf(stack.verifyFile)).toHaveLength(2);
  stack.bank.replicas.delete('slow');
  expect((await stack.keys('now')).code).toBe(0);
});

test('it is not done while a replica still accepts the leaked key', async () => {
  const leaked = stack.retirement.held().thumbprints;
  const keepLeaked = () => {
    const { thumbprints } = stack.retirement.held();
    stack.retirement.replicas.set('slow', { thumbprints: [...new Set([...leaked, ...thumbprints])], signing: null });
  };
  keepLeaked();
  const tick = setInterval(keepLeaked, 5);
  const { code, answer } = await stack.keys('now', '--wait', '2');
  clearInterval(tick);
  expect(code).toBe(1);
  expect(answer.words.join()).toContain('withdrawn, but not everywhere yet');
  stack.retirement.replicas.delete('slow');
  expect((await stack.keys('check')).code).toBe(0);
});

test('a service that is down stops nobody who says so', async () => {
  stack.retirement.answer = { status: 503, body: '' };
  expect((await stack.keys('now', '--wait', '1')).code).toBe(1);
  expect((await stack.keys('now', '--without', 'retirement')).code).toBe(0);
  expect(kidsOf(stack.verifyFile)).toHaveLength(1);
});

test('given up before its promotion, it leaves the keys as they were', async () => {
  const before = kidsOf(stack.bankFile);
  stack.retirement.answer = { status: 503, body: '' };
  await stack.keys('now', '--wait', '0');
  expect((await stack.keys('abort')).answer).toMatchObject({ done: true, keys: [{ state: 'current', leaked: false }] });
  expect(kidsOf(stack.bankFile)).toEqual(before);
});

test('the refusal names the way on without a service that is in the way', async () => {
  stack.retirement.answer = { status: 503, body: '' };
  const { answer } = await stack.keys('now', '--wait', '0');
  expect(answer.words.join()).toContain('--without retirement');
  expect(answer.words.join()).not.toContain('--without bank');
});

test('told to, it drops the leaked key before anybody holds the new one', async () => {
  const [leaked] = kidsOf(stack.bankFile);
  stack.retirement.answer = { status: 503, body: '' };
  const first = await stack.keys('now', '--drop-first', '--wait', '1');
  expect(first.code).toBe(1);
  expect(kidsOf(stack.verifyFile)).not.toContain(leaked);
  expect(kidsOf(stack.bankFile)).toEqual([readKeys(stack.bankFile).signing]);
  expect((await stack.keys('now', '--drop-first', '--without', 'retirement')).code).toBe(0);
});

test('told to, it also drops what an interrupted withdrawal had left', async () => {
  const [leaked] = kidsOf(stack.bankFile);
  stack.retirement.replicas.set('slow', stack.retirement.held());
  const { answer } = await stack.keys('now', '--wait', '0');
  await stack.keys('now', '--drop-first', '--wait', '0');
  expect(kidsOf(stack.bankFile)).toEqual([answer.keys[1]!.kid]);
  expect(kidsOf(stack.verifyFile)).not.toContain(leaked);
});
