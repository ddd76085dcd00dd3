import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { asOwner } from '@latchkey/testing';
import type { EventsAnswer } from '../src/audit/audit.contract.js';
import { login, register, startBank, type Bank } from './bank.js';
import { eventsOf, signIn, sql, type SignedIn } from './signed-in.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
let bank: Bank;
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ACCOUNT: '2', THROTTLE_ADDRESS: '0' });
});
afterAll(() => bank?.close());

const page = ({ headers }: SignedIn, query = '') => bank.request.get(`/api/events${query}`).set(headers);
const WRONG = 'wrong-horse-battery-staple';

describe('own events', () => {
  test('tell what happened, when, from where and with what, the newest first', async () => {
    await register(bank, 'ada').expect(201);
    await login(bank, 'ada', WRONG, '203.0.113.9').set('User-Agent', FIREFOX).expect(401);
    const one = await signIn(bank, 'ada');
    const { body } = await page(one).expect(200);
    expect(body).toEqual({
      events: [
        {
          id: expect.any(String),
          at: expect.stringMatching(/^20.*Z$/),
          kind: 'login',
          device: 'curl',
          address: '192.0.2.1',
          current: true,
        },
        expect.objectContaining({
          kind: 'login_refused',
          device: 'Firefox on Linux',
          address: '203.0.113.9',
          reason: 'invalid_credentials',
          current: false,
        }),
        expect.objectContaining({ kind: 'registered', current: false }),
      ],
    });
  });

  test("are nobody else's, and told to callers only", async () => {
    await register(bank, 'grace').expect(201);
    const grace = await signIn(bank, 'grace');
    const { body } = await page(grace).expect(200);
    expect(body.events.map(({ kind }: { kind: string }) => kind)).toEqual(['login', 'registered']);
    expect((await bank.request.get('/api/events').expect(401)).body.code).toBe('token_missing');
  });

  test('come in pages that neither repeat nor leave out any, though many happened at one moment', async () => {
    await register(bank, 'many').expect(201);
    const one = await signIn(bank, 'many');
    await sql(
      bank,
      `INSERT INTO events (id, kind, user_id, at, detail)
       SELECT gen_random_uuid(), 'session_ended', $1, '2026-01-01', jsonb_build_object('reason', 'idle', 'secret', 'x')
       FROM generate_series(1, 118)`,
      [one.sub],
    );
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let before: string | undefined = ''; before !== undefined;) {
      const answer: { body: EventsAnswer } = await page(one, before && `?before=${before}`).expect(200);
      const { body } = answer;
      expect(JSON.stringify(body)).not.toContain('secret');
      seen.push(...body.events.map(({ id }) => id));
      sizes.push(body.events.length);
      before = body.next;
    }
    expect(sizes).toEqual([50, 50, 20]);
    expect(new Set(seen).size).toBe(120);
  });

  test.each(['x', '1', '%00', `${randomUUID()}'--`, randomUUID(), `${randomUUID()}&before=${randomUUID()}`, ''])(
    'refuse the place %j to continue from',
    async (before) => {
      const one = await signIn(bank, 'grace');
      const { status, body } = await page(one, `?before=${before}`);
      expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_cursor' });
    },
  );

  test("refuse a place in another person's list", async () => {
    const [one, many] = [await signIn(bank, 'grace'), await signIn(bank, 'many')];
    const { body } = await page(many);
    await page(one, `?before=${body.next}`).expect(400);
  });

  test('leave out a kind that a newer release writes', async () => {
    await register(bank, 'early').expect(201);
    const one = await signIn(bank, 'early');
    await sql(bank, `INSERT INTO events (id, kind, user_id) VALUES (gen_random_uuid(), 'from_the_future', $1)`, [
      one.sub,
    ]);
    const { body } = await page(one).expect(200);
    expect(body.events).toHaveLength(2);
  });
});

describe('a refused login', () => {
  test('of an unknown name is recorded without what was typed', async () => {
    const typed = 'my-secret-password-in-the-wrong-field';
    const { headers } = await login(bank, typed, WRONG, '203.0.113.50').expect(401);
    const rows = await sql<Record<string, unknown>>(bank, `SELECT * FROM events WHERE request_id = $1`, [
      headers['x-request-id'],
    ]);
    expect(rows).toEqual([expect.objectContaining({ kind: 'login_refused', user_id: null, address: '203.0.113.50' })]);
    expect(JSON.stringify(rows)).not.toContain(typed);
  });

  test('by the throttle leaves one row a minute, however many come', async () => {
    await register(bank, 'hunted').expect(201);
    for (let i = 0; i < 2; i += 1) await login(bank, 'hunted', WRONG, '203.0.113.60').expect(401);
    for (let i = 0; i < 12; i += 1) await login(bank, 'hunted', WRONG, '203.0.113.60').expect(429);
    for (let i = 0; i < 4; i += 1) await login(bank, 'HUNTED', WRONG, '203.0.113.60').expect(429);
    const events = await eventsOf(bank, await signIn(bank, 'hunted'));
    const throttled = events.filter(({ kind }) => kind === 'login_throttled');
    expect(throttled.length).toBeGreaterThanOrEqual(1);
    // Two where a minute begins in between.
    expect(throttled.length).toBeLessThanOrEqual(2);
    expect(events.filter(({ kind }) => kind === 'login_refused')).toHaveLength(2);
  });

  test('stays the same refusal when it cannot be recorded', async () => {
    await asOwner(bank.database, 'ALTER TABLE events RENAME TO events_gone');
    try {
      const { status, body } = await login(bank, 'nobody', WRONG, '203.0.113.70');
      expect({ status, code: body.code }).toEqual({ status: 401, code: 'invalid_credentials' });
      const right = await login(bank, 'grace', undefined, '203.0.113.70');
      expect(right.status).toBeGreaterThanOrEqual(500);
    } finally {
      await asOwner(bank.database, 'ALTER TABLE events_gone RENAME TO events');
    }
    const opened = `SELECT 1 FROM sessions WHERE address = '203.0.113.70'`;
    expect(await sql(bank, opened)).toEqual([]);
  });
});
