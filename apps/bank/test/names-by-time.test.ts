import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Metrics } from '@latchkey/service';
import bcrypt from 'bcryptjs';
import fc from 'fast-check';
import { planOf, roundsOf } from '../src/passwords/comparison.rules.js';
import { login, PASSWORD, register, startBank, type Bank } from './bank.js';
import { sql } from './signed-in.js';

// Names could be told from the time of an error: so the work is counted, which no busy machine disturbs.
const PEPPER = 'tR7yU2iO9pA4sD6fG1hJ8kL3zX5cV0bN-QwErTyUiOp';
const WRONG = 'wrong-horse-battery';
let bank: Bank;
let first: Bank;
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0', PASSWORD_PEPPER: PEPPER });
});
afterAll(async () => {
  if (bank !== first) await bank?.close();
  await first?.close();
});

const store = async (username: string, hash?: string) => {
  await register(bank, username).expect(201);
  if (hash !== undefined) await sql(bank, 'UPDATE users SET password_hash = $2 WHERE username = $1', [username, hash]);
};

async function workOf(send: () => PromiseLike<unknown>): Promise<{ tasks: number; rounds: number }> {
  const before = await figures();
  await send();
  const after = await figures();
  return { tasks: after.tasks - before.tasks, rounds: after.rounds - before.rounds };
}

async function figures(): Promise<{ tasks: number; rounds: number }> {
  const text = await bank.app.get(Metrics).text();
  const read = (name: string) => Number(new RegExp(`${name}\\{[^}]*act="compare"[^}]*\\} (\\d+)`).exec(text)?.[1] ?? 0);
  return { tasks: read('latchkey_password_tasks_total'), rounds: read('latchkey_password_rounds_total') };
}

describe('every login of a text takes the same work', () => {
  beforeAll(async () => {
    await store('new');
    await store('old', bcrypt.hashSync(PASSWORD, 4));
    await store('dearer', bcrypt.hashSync(PASSWORD, 7));
    await store('dear', bcrypt.hashSync(PASSWORD, 6));
    await store('broken', '-');
    await store('disabled');
    await sql(bank, "UPDATE users SET disabled_at = now() WHERE username = 'disabled'");
    // What is stored is looked at again after some seconds, and at once in a process that has just started.
    const { database } = (first = bank);
    bank = await startBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0', PASSWORD_PEPPER: PEPPER }, database);
  });

  const names = [
    'new',
    'old',
    'dear',
    'dearer',
    'broken',
    'disabled',
    'nobody',
    'no body',
    '\u212Aelvin',
    'x'.repeat(99),
  ];
  test.each([
    ['plain letters', WRONG, 2 ** 7],
    ['accents', 'mauvais-été-perdu', 2 * 2 ** 7],
    ['wide letters', 'ｗｒｏｎｇ-été', 3 * 2 ** 7],
    ['more than bcrypt reads', 'x1'.repeat(100), 2 ** 7],
    ['NUL', `${PASSWORD}\0`, 2 ** 7],
    ['half a pair', `${PASSWORD}\ud800`, 2 ** 7],
  ])('of %s, for every name', async (_, password, rounds) => {
    for (const name of names) {
      const work = await workOf(() => login(bank, name, password).expect(401));
      expect({ name, ...work }).toEqual({ name, tasks: 1, rounds });
    }
  });

  test('and the right one no other, before the answer', async () => {
    const before = await figures();
    await login(bank, 'disabled').expect(403);
    await login(bank, 'old').expect(200);
    expect((await figures()).rounds - before.rounds).toBe(2 * 2 ** 7);
  });
});

test('a plan is filled up to the rounds of the highest cost, whatever is stored', () => {
  const hash = (cost: number) => ({ bcrypt: `$2b$${String(cost).padStart(2, '0')}$${'x'.repeat(53)}`, cost });
  const stored = fc.option(fc.integer({ min: 4, max: 14 }), { nil: undefined });
  fc.assert(
    fc.property(stored, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 3 }), (cost, forms, places) => {
      const texts = Array.from({ length: Math.min(forms, places) }, (_, i) => `form ${i}`);
      const plan = planOf(texts, cost === undefined ? undefined : hash(cost), places, 14);
      expect(roundsOf(plan)).toBe(places * 2 ** 14);
      expect(plan.real.length).toBe(cost === undefined ? 0 : texts.length);
    }),
  );
});
