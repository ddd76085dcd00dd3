import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { ConfigError, loadConfig } from '@latchkey/service';
import { testDatabase, testEnvironment } from '@latchkey/testing';
import { bankConfig } from '../src/bank.config.js';
import { bank as definition } from '../src/bank.module.js';
import { register, startBank, type Bank } from './bank.js';
import { generationOf, refresh, told, tokensOf } from './refresh-client.js';

const secret = () => randomBytes(48).toString('base64url');
const [first, second] = [secret(), secret()];

describe('REFRESH_SECRET replaced in mid-session', () => {
  let database: Bank['database'];
  const running: Bank[] = [];
  const bankWith = async (...secrets: string[]) => {
    const bank = await startBank({ REFRESH_SECRET: secrets.join(', ') }, database);
    running.push(bank);
    return bank;
  };
  beforeAll(async () => {
    database = await testDatabase(definition);
    await register(await bankWith(first), 'ada').expect(201);
  });
  afterEach(async () => {
    for (const bank of running.splice(0)) await bank.close();
  });
  afterAll(() => database?.drop());

  const kidOf = (token: string) => token.split('.')[1];

  test('sessions go on, and move to the new one', async () => {
    const { refresh_token: old } = await tokensOf(await bankWith(first));
    const both = await bankWith(second, first);
    const { refresh_token: renewed } = (await refresh(both, old).expect(200)).body;
    expect(kidOf(renewed)).not.toBe(kidOf(old));
    const { refresh_token: next } = (await refresh(await bankWith(second), renewed).expect(200)).body;
    expect([kidOf(next), generationOf(next)]).toEqual([kidOf(renewed), 3]);
  });

  test('an answer lost amid it is given again, by replicas that sign with either', async () => {
    const [before, after] = [await bankWith(first, second), await bankWith(second, first)];
    for (const [one, other] of [
      [before, after],
      [after, before],
    ] as const) {
      const { refresh_token } = await tokensOf(before);
      const lost = await refresh(one, refresh_token).expect(200);
      const again = await refresh(other, refresh_token).expect(200);
      expect(again.body.refresh_token).toBe(lost.body.refresh_token);
    }
  });

  test('races amid it have one outcome', async () => {
    const replicas = [await bankWith(first, second), await bankWith(second, first)];
    for (let round = 0; round < 10; round += 1) {
      const { refresh_token } = await tokensOf(replicas[0]!);
      const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => refresh(replicas[i % 2]!, refresh_token)));
      expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
    }
  });

  test('a replica that has not been given the new one yet ends nothing', async () => {
    const [late, early] = [await bankWith(first), await bankWith(second, first)];
    const { refresh_token } = await tokensOf(late);
    const { body } = await refresh(early, refresh_token).expect(200);
    expect(told(await refresh(late, refresh_token))).toEqual({ status: 503, code: 'refresh_undecided' });
    await refresh(early, body.refresh_token).expect(200);
  });

  test('once the old one is dropped, its tokens are told so', async () => {
    const { refresh_token } = await tokensOf(await bankWith(first));
    expect(told(await refresh(await bankWith(second), refresh_token))).toEqual({
      status: 401,
      code: 'session_ended',
      endReason: 'key_withdrawn',
    });
  });
});

describe('REFRESH_SECRET at boot', () => {
  const errorsOf = (REFRESH_SECRET: string | undefined) => {
    try {
      loadConfig(bankConfig, testEnvironment('bank', 'postgres://a:b@127.0.0.1/c', { REFRESH_SECRET }));
    } catch (error) {
      if (error instanceof ConfigError) return error.errors.map(({ name, problem }) => `${name} ${problem}`);
      throw error;
    }
    return [];
  };
  const { JWT_SECRET } = testEnvironment('bank', '');

  test.each([
    ['is needed', undefined, [/is missing/]],
    ['is needed, not empty', '', [/is missing/]],
    ['may be one', first, []],
    ['may be several, with spaces', `${first}, ${second}`, []],
    ['is long enough', 'x9'.repeat(10), [/20 bytes long/]],
    ['is random', 'aB3'.repeat(21), [/too regular/]],
    ['is no sample', 'your-256-bit-secret-your-256-bit-secret', [/placeholder/]],
    ['is not what every service knows', JWT_SECRET!, [/is JWT_SECRET/]],
    ['has no empty place', `${first},,${second}`, [/number 2.* 0 bytes long/]],
    ['names each once', `${first},${first}`, [/number 2.* is there twice/]],
    [
      'is wrong in all its parts at once',
      `short,${JWT_SECRET},${'aB3'.repeat(21)}`,
      [/number 1.*5 bytes/, /number 2.*is JWT_SECRET/, /number 3.*too regular/],
    ],
  ] as [string, string | undefined, RegExp[]][])('%s', (_, value, expected) => {
    const faults = errorsOf(value);
    expect(faults).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
    if (value)
      for (const fault of faults) for (const part of value.split(',')) if (part) expect(fault).not.toContain(part);
  });
});
