import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { asOwner } from '@latchkey/testing';
import { OldEventsService } from '../src/audit/old-events.service.js';
import { AuditService } from '../src/audit/audit.service.js';
import { startBank, type Bank } from './bank.js';

const client = { address: '192.0.2.7', userAgent: 'curl/8', requestId: 'req-1' };
let bank: Bank;
beforeAll(async () => {
  bank = await startBank();
});
afterAll(() => bank?.close());

const sql = <R = unknown>(text: string, params: unknown[] = []) => bank.app.get(Database).query<R[]>(text, params);
const record = async () => {
  const userId = randomUUID();
  await bank.app.get(AuditService).record({ kind: 'login', userId, detail: { reason: 'x' } }, client);
  return userId;
};

describe('an event', () => {
  test('is kept with who, where, when and under which request', async () => {
    const userId = await record();
    expect(await sql('SELECT * FROM events WHERE user_id = $1', [userId])).toEqual([
      {
        id: expect.any(String),
        at: expect.any(Date),
        kind: 'login',
        user_id: userId,
        session_id: null,
        address: '192.0.2.7',
        user_agent: 'curl/8',
        request_id: 'req-1',
        detail: { reason: 'x' },
      },
    ]);
  });

  test('has its line in the log, with the id of the request', async () => {
    const log = jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
    const userId = await record();
    const line = { event: 'login', userId, detail: { reason: 'x' }, req: 'req-1', address: '192.0.2.7' };
    expect(log.mock.calls).toContainEqual([expect.objectContaining(line)]);
    log.mockRestore();
  });

  test('is kept only if the transaction that it tells of commits', async () => {
    const userId = randomUUID();
    const failing = bank.app.get(Database).transaction(async () => {
      await bank.app.get(AuditService).record({ kind: 'login', userId });
      throw new Error('after all');
    });
    await expect(failing).rejects.toThrow('after all');
    expect(await sql('SELECT 1 FROM events WHERE user_id = $1', [userId])).toEqual([]);
  });

  test('bears what a client can send and a database cannot keep', async () => {
    const userId = randomUUID();
    const odd = { address: 'a'.repeat(99), userAgent: `x\0${'y'.repeat(999)}`, requestId: 'r'.repeat(99) };
    await bank.app.get(AuditService).record({ kind: 'login', userId }, odd);
    const [row] = await sql<{ user_agent: string }>('SELECT user_agent FROM events WHERE user_id = $1', [userId]);
    expect(row?.user_agent).toMatch(/^xy{255}$/);
  });
});

describe("the service's role", () => {
  const attempts = [
    ['change', "UPDATE events SET kind = 'logout'"],
    ['remove', 'DELETE FROM events'],
    ['empty', 'TRUNCATE events'],
  ] as const;

  test.each(attempts)('may not %s events', async (_, statement) => {
    await record();
    await expect(sql(statement)).rejects.toThrow('permission denied for table events');
    expect((await sql('SELECT 1 FROM events')).length).toBeGreaterThan(0);
  });

  test.each(attempts)('may not %s them by a right that somebody granted it either', async (_, statement) => {
    await record();
    const role = (await sql<{ id: string }>('SELECT quote_ident(current_user) AS id'))[0]!.id;
    await asOwner(bank.database, `GRANT UPDATE, DELETE, TRUNCATE ON events TO ${role}`);
    try {
      await expect(sql(statement)).rejects.toThrow('neither changed nor removed');
    } finally {
      await asOwner(bank.database, `REVOKE UPDATE, DELETE, TRUNCATE ON events FROM ${role}`);
    }
  });

  test.each([
    ['alter the table', 'ALTER TABLE events ADD more text'],
    ['drop it', 'DROP TABLE events'],
    ['take the trigger away', 'ALTER TABLE events DISABLE TRIGGER events_are_kept'],
    ['change what the trigger does', 'DROP FUNCTION events_are_kept CASCADE'],
    ['go around the trigger', 'SET session_replication_role = replica'],
    ['hide it behind a table of its own', 'CREATE TABLE events_too (id uuid)'],
    ['have the server run a program', "COPY events (kind) FROM PROGRAM 'echo login'"],
  ])('may not %s', async (_, statement) => {
    await expect(sql(statement)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('an event whose time is over', () => {
  const aged = async (days: number) => {
    const id = randomUUID();
    const insert = "INSERT INTO events (id, at, kind) VALUES ($1, now() - make_interval(days => $2), 'login')";
    await sql(insert, [id, days]);
    return id;
  };
  const isKept = async (id: string) => (await sql('SELECT 1 FROM events WHERE id = $1', [id])).length === 1;

  test('is removed by the job, and no other', async () => {
    const [old, young] = [await aged(401), await aged(399)];
    expect(await bank.app.get(OldEventsService).removeOld()).toBe(1);
    expect([await isKept(old), await isKept(young)]).toEqual([false, true]);
  });

  test('is removed by no statement of the service, nor a younger one by the function', async () => {
    const [old, young] = [await aged(401), await aged(80)];
    await expect(sql('DELETE FROM events WHERE id = $1', [old])).rejects.toThrow('permission denied');
    await expect(sql('SELECT expire_events(80, 10)')).rejects.toThrow('at least 90 days');
    await expect(sql('SELECT expire_events(NULL, 10)')).rejects.toThrow('at least 90 days');
    expect([await isKept(old), await isKept(young)]).toEqual([true, true]);
  });

  test('is removed once by replicas that do it at the same moment', async () => {
    await Promise.all([aged(500), aged(600), aged(700)]);
    const jobs = Array.from({ length: 4 }, () => bank.app.get(OldEventsService).removeOld());
    expect((await Promise.all(jobs)).reduce((sum, count) => sum + count)).toBe(4);
  });
});

test('a refusal that cannot be recorded stays the same refusal', async () => {
  const impossible = { kind: 'login_refused' as const, userId: 'no id at all' };
  await expect(bank.app.get(AuditService).record(impossible, client)).rejects.toThrow();
  await bank.app.get(AuditService).recordRefusal(impossible, client);
});
