import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { startBank, type Bank } from './bank.js';
import { keyStack, readKeys, type KeyStack } from './key-files.js';

let stack: KeyStack;
let first: Bank;
let second: Bank;
beforeAll(async () => {
  stack = await keyStack();
  await stack.keys('init', '--as', 'ina');
  const env = { JWT_SECRET: undefined, JWT_KEYS_FILE: stack.bankFile };
  first = await startBank(env);
  second = await startBank(env, first.database);
});
afterAll(async () => {
  await second?.close();
  await first?.close();
  await stack?.close();
});

interface KeyEvent {
  kind: string;
  kid: string;
  operator: string;
}

const recorded = (): Promise<KeyEvent[]> =>
  first.app
    .get(Database)
    .query<KeyEvent[]>(
      "SELECT kind, detail->>'kid' AS kid, detail->>'operator' AS operator FROM events WHERE kind LIKE 'key%' ORDER BY at, id",
    );

async function untilRecorded(count: number): Promise<KeyEvent[]> {
  const deadline = Date.now() + 60_000;
  while ((await recorded()).length < count && Date.now() < deadline) await wait(100);
  // What a second replica would record comes within the same two seconds.
  await wait(2_500);
  return recorded();
}

test('each step of a key is recorded once, however many replicas take it', async () => {
  const old = readKeys(stack.bankFile).signing!;
  expect(await untilRecorded(2)).toEqual([
    { kind: 'key_added', kid: old, operator: 'ina' },
    { kind: 'key_promoted', kid: old, operator: 'ina' },
  ]);
  const { answer } = await stack.keys('start', '--alg', 'ES256', '--as', 'kim\n\u202e');
  const kid = answer.keys[1]!.kid;
  expect((await untilRecorded(3)).slice(2)).toEqual([{ kind: 'key_added', kid, operator: 'kim' }]);
  await stack.keys('check', '--as', 'a reader');
  await stack.keys('promote', '--as', 'lou');
  expect((await untilRecorded(4)).slice(3)).toEqual([{ kind: 'key_promoted', kid, operator: 'lou' }]);
  expect((await stack.keys('finish', '--as', 'mo', '--token-ttl', '1', '--margin', '0', '--wait')).code).toBe(0);
  expect((await untilRecorded(5)).slice(4)).toEqual([{ kind: 'key_withdrawn', kid: old, operator: 'mo' }]);
});

test('a restart records nothing again, and a key that went meanwhile as withdrawn', async () => {
  const old = readKeys(stack.bankFile).signing!;
  const before = (await recorded()).length;
  await second.close();
  rmSync(stack.bankFile);
  await stack.keys('init', '--as', 'noa');
  const env = { JWT_SECRET: undefined, JWT_KEYS_FILE: stack.bankFile };
  second = await startBank(env, first.database);
  const kid = readKeys(stack.bankFile).signing!;
  expect((await untilRecorded(before + 3)).slice(before)).toEqual([
    { kind: 'key_added', kid, operator: 'noa' },
    { kind: 'key_promoted', kid, operator: 'noa' },
    { kind: 'key_withdrawn', kid: old, operator: 'noa' },
  ]);
});
