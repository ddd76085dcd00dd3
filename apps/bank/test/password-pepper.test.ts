import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import bcrypt from 'bcryptjs';
import { bankConfig } from '../src/bank.config.js';
import { pepperErrors } from '../src/passwords/password-pepper.config.js';
import { readHash } from '../src/passwords/password.rules.js';
import { login, PASSWORD, register, startBank, type Bank } from './bank.js';
import { sql } from './signed-in.js';

const FIRST = 'tR7yU2iO9pA4sD6fG1hJ8kL3zX5cV0bN-QwErTyUiOp';
const SECOND = 'Zm3Qx8Lw5Rt0Vn7Yb2Kc9Hf4Jd6Gs1Pa-eUiXoWqMtE';
const REFRESH = 'mP4wB8tC2yK6rF0hN5jS9dL1gV7zQ3xAeUiToYnWcE';
let plain: Bank;
const others = new Map<string, Bank>();
beforeAll(async () => {
  plain = await startBank();
});
afterAll(async () => {
  for (const bank of others.values()) await bank.close();
  await plain?.close();
});

const withPepper = async (PASSWORD_PEPPER: string) => {
  const bank = others.get(PASSWORD_PEPPER) ?? (await startBank({ PASSWORD_PEPPER }, plain.database));
  others.set(PASSWORD_PEPPER, bank);
  return bank;
};
const hashOf = async (username: string) => {
  const rows = await sql<{ hash: string }>(plain, 'SELECT password_hash AS hash FROM users WHERE username = $1', [
    username,
  ]);
  return rows[0]!.hash;
};
/** The hash is replaced after the answer. */
const replaced = async (username: string, before: string) => {
  for (const until = Date.now() + 20_000; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 5))) {
    const now = await hashOf(username);
    if (now !== before) return now;
  }
  throw new Error('the hash was not replaced');
};

test('without one, hashes are as the release before makes and reads them', async () => {
  await register(plain, 'ada').expect(201);
  expect(bcrypt.compareSync(PASSWORD, await hashOf('ada'))).toBe(true);
});

test('with one, a copy of the database is no list of bcrypt hashes to try words on', async () => {
  const bank = await withPepper(FIRST);
  await register(bank, 'grace').expect(201);
  const stored = readHash(await hashOf('grace'))!;
  expect(await hashOf('grace')).toMatch(/^v1\.[A-Za-z0-9_-]{16}\.\$2b\$04\$/);
  expect(bcrypt.compareSync(PASSWORD, stored.bcrypt)).toBe(false);
  await login(bank, 'grace').expect(200);
});

test('one that is set later locks nobody out, and is used from the next login on', async () => {
  await register(plain, 'joan').expect(201);
  const before = await hashOf('joan');
  const bank = await withPepper(FIRST);
  await login(bank, 'joan', 'wrong-horse-battery').expect(401);
  expect(await hashOf('joan')).toBe(before);
  await login(bank, 'joan').expect(200);
  expect(await replaced('joan', before)).toMatch(/^v1\./);
  await login(bank, 'joan').expect(200);
});

test('a new one in front takes its place at the next login; the old one goes on', async () => {
  const old = await withPepper(FIRST);
  await register(old, 'hedy').expect(201);
  const before = await hashOf('hedy');
  const both = await withPepper(`${SECOND},${FIRST}`);
  await login(both, 'hedy').expect(200);
  expect(readHash(await replaced('hedy', before))!.kid).not.toBe(readHash(before)!.kid);
  await login(await withPepper(SECOND), 'hedy').expect(200);
});

test('none in front of it goes back to what the release before reads', async () => {
  await register(await withPepper(FIRST), 'mary').expect(201);
  const before = await hashOf('mary');
  await login(await withPepper(`none,${FIRST}`), 'mary').expect(200);
  expect(bcrypt.compareSync(PASSWORD, await replaced('mary', before))).toBe(true);
  await login(plain, 'mary').expect(200);
});

test('a replica that lacks it is not ready, and says which it lacks', async () => {
  await register(await withPepper(FIRST), 'rosalind').expect(201);
  const bank = await withPepper(SECOND);
  const { status, body } = await bank.request.get('/health/ready');
  expect({ status, passwords: body.checks?.passwords ?? body }).toMatchObject({ status: 503 });
  await login(bank, 'rosalind').expect(401);
});

describe('a hash of the release before', () => {
  test.each([
    ['typed as it was made, decomposed', 'cafe\u0301-du-monde', 'cafe\u0301-du-monde'],
    ['made composed, typed decomposed', 'caf\u00e9-du-monde', 'cafe\u0301-du-monde'],
    ['made decomposed, typed composed', 'cafe\u0301-du-monde', 'caf\u00e9-du-monde'],
    ['made of wide letters', 'ｃａｆｅ－ｄｕ－ｍｏｎｄｅ', 'ｃａｆｅ－ｄｕ－ｍｏｎｄｅ'],
    ['made of few characters', '🦄🦄', '🦄🦄'],
    ['made with a line end', 'line\nend\r\nkept', 'line\nend\r\nkept'],
  ])('matches %s, and is replaced', async (name, made, typed) => {
    const username = name.replaceAll(/[^a-z]/g, '-');
    await register(plain, username).expect(201);
    const before = bcrypt.hashSync(made, 4);
    await sql(plain, 'UPDATE users SET password_hash = $2 WHERE username = $1', [username, before]);
    const bank = await withPepper(FIRST);
    await login(bank, username, `${typed}!`).expect(401);
    await login(bank, username, typed).expect(200);
    expect(await replaced(username, before)).toMatch(/^v1\./);
    await login(bank, username, typed).expect(200);
  });
});

describe('the boot refuses', () => {
  test.each([
    ['a short one', 'short', 'at least 32'],
    ['a placeholder', 'change-me-change-me-change-me-change-me', 'placeholder'],
    ['one digit again and again', '7'.repeat(64), 'too regular'],
    ['one that is there twice', `${FIRST},${FIRST}`, 'twice'],
    ['an empty place', `${FIRST},`, '0 bytes'],
    ['none alone', 'none', 'at least 32'],
    ['none behind a secret', `${FIRST},none`, 'at least 32'],
    ['JWT_SECRET', SECOND, 'is JWT_SECRET'],
    ['REFRESH_SECRET', REFRESH, 'is REFRESH_SECRET'],
  ])('%s', (_, PASSWORD_PEPPER, words) => {
    const faults = pepperErrors({ PASSWORD_PEPPER, JWT_SECRET: SECOND, REFRESH_SECRET: REFRESH });
    expect(faults.map(({ problem }) => problem).join('\n')).toContain(words);
    expect(JSON.stringify(faults)).not.toContain(FIRST);
  });

  test('nothing where it is unset', () => {
    expect(pepperErrors({})).toEqual([]);
    expect(pepperErrors({ PASSWORD_PEPPER: `none,${FIRST}` })).toEqual([]);
    expect(bankConfig.settings.PASSWORD_PEPPER).toBeDefined();
  });
});
