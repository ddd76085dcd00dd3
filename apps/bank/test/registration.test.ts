import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { login, PASSWORD, patiently, register, startBank, statuses, type Bank } from './bank.js';

let bank: Bank;
beforeAll(async () => {
  bank = await startBank();
});
afterAll(() => bank?.close());

describe('a registration', () => {
  test('creates an account and says nothing of its password', async () => {
    const { body } = await register(bank, 'grace').expect(201);
    expect(body).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), username: 'grace' });
  });

  test('folds the username to lower case', async () => {
    const { body } = await register(bank, 'Ada.Lovelace').expect(201);
    expect(body.username).toBe('ada.lovelace');
    await login(bank, 'ADA.lovelace').expect(200);
  });

  test('refuses a name that is taken in another case', async () => {
    await register(bank, 'katherine').expect(201);
    const { status, body } = await register(bank, 'KATHERINE');
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'username_taken' });
  });

  test.each(['abc', 'a'.repeat(64), '0-_', '...', 'a.b-c_9'])('accepts the username %s', async (username) => {
    await register(bank, username).expect(201);
  });

  test.each([
    'ab',
    'a'.repeat(65),
    '',
    'a b c',
    ' abc',
    'abc\n',
    'abc\0',
    'ünïcode',
    '\u212Aelvin',
    'a@b.c',
    '../etc',
    "o'brien",
    '\ud800abc',
  ])('refuses the username %j', async (username) => {
    const { status, body } = await register(bank, username);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_body' });
    expect(body.errors[0].pointer).toBe('/username');
  });

  test('refuses members that it does not know', async () => {
    const sent = { username: 'mallory', password: PASSWORD, id: '00000000-0000-4000-8000-000000000000' };
    const { status } = await bank.request.post('/api/register').send(sent);
    expect(status).toBe(400);
  });
});

describe('fifty registrations of one name at once', () => {
  const spellings = ['joan', 'Joan', 'JOAN', 'jOaN'];

  test('create exactly one account', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => patiently(() => register(bank, spellings[i % 4]!))),
    );
    expect(statuses(answers)).toEqual({ 201: 1, 409: 49 });
  });

  test('create exactly one account over two replicas', async () => {
    const other = await startBank({}, bank.database);
    try {
      const names = ['Hedy', 'hedy'];
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          patiently(() => register(i % 2 ? bank : other, names[i % 3 === 0 ? 0 : 1]!)),
        ),
      );
      expect(statuses(answers)).toEqual({ 201: 1, 409: 49 });
    } finally {
      await other.close();
    }
  });
});
