import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { login, register, startBank, type Bank } from './bank.js';
import { keyStack, type KeyStack, type Ran } from './key-files.js';

let stack: KeyStack;
let banks: Bank[];
beforeAll(async () => {
  stack = await keyStack();
  await stack.keys('init');
  const env = { JWT_SECRET: undefined, JWT_KEYS_FILE: stack.bankFile };
  const first = await startBank(env);
  banks = [first, await startBank(env, first.database)];
  await register(first, 'ada').expect(201);
});
afterAll(async () => {
  for (const bank of banks?.toReversed() ?? []) await bank.close();
  await stack?.close();
});

const step = async (...args: string[]): Promise<Ran['answer']> => {
  const { code, answer, errors } = await stack.keys(
    ...args,
    '--without',
    'retirement',
    '--at',
    `bank=${banks[0]!.url}`,
  );
  expect([args[0], code, answer.words ?? errors]).toEqual([args[0], 0, expect.anything()]);
  return answer;
};
const tokens = async (): Promise<string[]> =>
  Promise.all(banks.map(async (bank) => (await login(bank, 'ada').expect(200)).body.access_token));
const statusesOf = (held: readonly string[]): Promise<number[]> =>
  Promise.all(
    banks.flatMap((bank) =>
      held.map(async (token) => (await bank.request.get('/api/me').set('authorization', `Bearer ${token}`)).status),
    ),
  );

test('two replicas of a bank, from HS256 to ES256: every token is accepted at every step, until a leaked key goes', async () => {
  const held = await tokens();
  const all = (status: number) => held.flatMap(() => banks.map(() => status));
  await step('start', '--alg', 'ES256');
  held.push(...(await tokens()));
  await step('check', '--wait', '60');
  held.push(...(await tokens()));
  expect(await statusesOf(held)).toEqual(all(200));
  await step('promote');
  const renewed = await tokens();
  for (const token of renewed) expect(JSON.parse(atob(token.split('.')[0]!)).alg).toBe('ES256');
  expect(await statusesOf([...held, ...renewed])).toEqual([...all(200), 200, 200, 200, 200]);
  await step('finish', '--token-ttl', '1', '--margin', '0', '--wait', '60');
  await step('check', '--wait', '60');
  expect(await statusesOf(held)).toEqual(all(401));
  expect(await statusesOf(renewed)).toEqual([200, 200, 200, 200]);
  await step('now');
  expect(await statusesOf(renewed)).toEqual([401, 401, 401, 401]);
  expect(await statusesOf(await tokens())).toEqual([200, 200, 200, 200]);
});
