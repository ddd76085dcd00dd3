import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tokenFor, type TestDatabase, StubBank } from '@latchkey/testing';
import pg from 'pg';
import { call, database, figure, health, start, until, type Verifying } from './support/verifying-service.js';

const bank = new StubBank();
let own: TestDatabase;
let client: pg.Client;
let service: Verifying;
beforeAll(async () => {
  await bank.start();
  own = await database();
  client = new pg.Client(own.url);
  await client.connect();
  service = await start(bank.url, own);
});
afterAll(async () => {
  await service?.close();
  await client?.end();
  await bank.stop();
  await own?.drop();
});

const renew = '401 renew_required';
const me = (sub: string, rv: number, at = service): Promise<string> => call(at, 'GET /api/me', tokenFor({ sub, rv }));
const untilRefused = (sub: string, rv: number, at = service): Promise<string> =>
  until(
    () => me(sub, rv, at),
    (answer) => answer !== '200',
  );
const stored = async (): Promise<number> =>
  (await client.query<{ count: number }>('SELECT count(*)::int AS count FROM auth_changed_rights')).rows[0]!.count;
const refused = (reason: string): Promise<number> => figure(service, `latchkey_feed_refused_total{reason="${reason}"}`);
const untilItWaits = (): Promise<number> =>
  until(
    () => bank.feed.waiting,
    (count) => count > 0,
  );

describe('when the rights of a person change', () => {
  const sub = randomUUID();

  test('a token from before must be renewed, by the answer to the question that waits', async () => {
    await untilItWaits();
    expect(await me(sub, 0)).toBe('200');
    bank.feed.changeRights(sub);
    expect(await untilRefused(sub, 0)).toBe(renew);
  });

  test('a renewed one counts, and so does one whose rights are newer than the feed knows', async () => {
    expect([await me(sub, 1), await me(sub, 2)]).toEqual(['200', '200']);
  });

  test('nobody else is concerned, nor a token that has no rights', async () => {
    expect(await me(randomUUID(), 0)).toBe('200');
    expect(await call(service, 'GET /api/me', tokenFor({ sub, ver: 1 } as object))).toBe('200');
  });

  test('and change again, the newer version counts', async () => {
    bank.feed.changeRights(sub);
    expect(await untilRefused(sub, 1)).toBe(renew);
    expect(await me(sub, 2)).toBe('200');
  });

  test('operators see how many, and how old that is', async () => {
    const { rights, rightsAge, lastFault } = await health(service);
    expect([rights, rightsAge! < 10, lastFault]).toEqual([1, true, null]);
    expect(await figure(service, 'latchkey_rights_living')).toBe(1);
    expect(await figure(service, 'latchkey_rights_age_seconds')).toBeLessThan(10);
  });
});

describe('a list that is not the truth of now', () => {
  const sub = randomUUID();
  let old: string;
  beforeAll(async () => {
    bank.feed.changeRights(sub);
    old = bank.feed.set();
    bank.feed.changeRights(sub);
    await untilRefused(sub, 1);
  });

  async function told(text: string, reason: string): Promise<void> {
    const before = await refused(reason);
    bank.feed.instead = (response) => void response.end(text);
    bank.feed.wake();
    await until(
      () => refused(reason),
      (count) => count > before,
    );
    expect(await refused(reason)).toBeGreaterThan(before);
  }

  test.each([
    ['replayed', () => old, 'as_of_back'],
    ['forged', () => bank.feed.sign({ kind: 'set', rights: [[sub, 9]] }, randomBytes(32).toString('hex')), 'signature'],
    ['of wrong types', () => bank.feed.set({ rights: [[sub, '9']] }), 'claim_rights'],
    ['of no person', () => bank.feed.set({ rights: [['eve', 9]] }), 'claim_rights'],
    ['of a version to come', () => bank.feed.set({ ver: 3, rights: [[sub, 9]] }), 'claim_ver'],
  ])('changes nothing if it is %s', async (_, text, reason) => {
    await told(text(), reason);
    expect([await me(sub, 1), await me(sub, 2)]).toEqual([renew, '200']);
  });

  test('lowers no version, even if it is the newest answer, and is counted', async () => {
    const count = (await health(service)).rights;
    expect(await refused('rights_back')).toBe(0);
    bank.feed.instead = undefined;
    const witness = randomUUID();
    bank.feed.changeRights(sub, 1);
    bank.feed.changeRights(witness);
    await untilRefused(witness, 0);
    expect([await me(sub, 1), await me(sub, 2), (await health(service)).rights]).toEqual([renew, '200', count + 1]);
    expect(await refused('rights_back')).toBeGreaterThan(0);
    bank.feed.changeRights(sub, 2);
  });
});

describe('a bank of the release before', () => {
  const sub = randomUUID();
  const sid = randomUUID();
  const over = (): Promise<string> => call(service, 'GET /api/me', tokenFor({ sid }));

  test('is followed as to sessions, and what is known of rights stays in force', async () => {
    bank.feed.changeRights(sub);
    await untilRefused(sub, 0);
    bank.feed.version = 1;
    bank.feed.revoke(sid);
    expect(await until(over, (answer) => answer !== '200')).toBe('401 session_ended');
    expect(await me(sub, 0)).toBe(renew);
  });

  test('is asked as before for rights from where they are known', async () => {
    await untilItWaits();
    const { length } = bank.feed.requests;
    bank.feed.wake();
    await until(
      () => bank.feed.requests.length,
      (count) => count > length,
    );
    const { since, rightsSince, ver, etag } = bank.feed.requests.at(-1)!;
    expect({ ver, etag }).toEqual({ ver: '2', etag: `e${bank.feed.sids.length}` });
    expect(Number(rightsSince)).toBeLessThan(Number(since));
  });

  test('does not make what is known of rights younger', async () => {
    const { feedAge, rightsAge } = await until(
      () => health(service),
      (seen) => seen.rightsAge! > 2,
    );
    expect(rightsAge).toBeGreaterThan(feedAge!);
    const at = (claims: object): Promise<string> => {
      const iat = Math.floor(Date.now() / 1000) - 20;
      return call(service, 'POST /api/sensitive', tokenFor({ iat, auth_time: iat, ...claims }));
    };
    expect([await at({ ver: 1 }), await at({})]).toEqual(['201', '201']);
    await until(
      () => health(service),
      (seen) => seen.rightsAge! > 15,
    );
    expect([await at({ ver: 1 }), await at({})]).toEqual(['201', renew]);
  });

  test('gives way to one of this release without a loss', async () => {
    const other = randomUUID();
    bank.feed.version = 2;
    bank.feed.changeRights(other);
    expect(await untilRefused(other, 0)).toBe(renew);
    expect(await me(sub, 0)).toBe(renew);
  });
});

test('replicas store the same changes once, and each has them in force', async () => {
  const replicas = await Promise.all([1, 2].map(() => start(bank.url, own)));
  try {
    const sub = randomUUID();
    for (let rv = 1; rv <= 20; rv++) {
      bank.feed.changeRights(sub, rv);
      await Promise.all(replicas.map((one) => untilRefused(sub, rv - 1, one)));
    }
    const { rows } = await until(
      () => client.query<{ rv: string }>('SELECT rv FROM auth_changed_rights WHERE sub = $1', [sub]),
      (result) => result.rows[0]?.rv === '20',
    );
    expect(rows).toEqual([{ rv: '20' }]);
    for (const one of replicas) expect(await me(sub, 20, one)).toBe('200');
  } finally {
    await Promise.all(replicas.map((one) => one.close()));
  }
});

describe('a replica of the release before, next to this one', () => {
  test('may move the sessions on alone: rights are asked for from where they were known', async () => {
    await service.close();
    const { rows } = await client.query<{ rights_as_of: string }>('SELECT rights_as_of FROM auth_feed');
    // What that release writes.
    await client.query(`UPDATE auth_feed SET as_of = as_of + 5000, etag = 'older'`);
    const { length } = bank.feed.requests;
    service = await start(bank.url, own);
    const asked = await until(
      () => bank.feed.requests[length]!,
      (request) => request !== undefined,
    );
    const known = Number(rows[0]!.rights_as_of);
    expect(asked).toMatchObject({ etag: 'older', since: String(known + 5000), rightsSince: String(known) });
  });

  test('and drops nothing that it does not know', async () => {
    const sub = randomUUID();
    bank.feed.changeRights(sub);
    expect(await untilRefused(sub, 0)).toBe(renew);
  });
});

test('12,000 changes are taken whole, stored, and started from while the bank is dead', async () => {
  const many = Array.from({ length: 12_000 }, () => randomUUID());
  for (const sub of many) bank.feed.rights.set(sub, 1);
  const last = randomUUID();
  bank.feed.changeRights(last);
  expect(await untilRefused(last, 0)).toBe(renew);
  const { rights } = await health(service);
  expect(rights).toBeGreaterThan(12_000);
  expect(await until(stored, (count) => count === rights)).toBe(rights);
  await service.close();
  const next = await start('http://127.0.0.1:9', own);
  try {
    expect((await health(next)).rights).toBe(rights);
    expect([await me(many[7]!, 0, next), await me(many[7]!, 1, next)]).toEqual([renew, '200']);
  } finally {
    await next.close();
    service = await start(bank.url, own);
  }
});

test('changes are dropped when every living token knows of them', async () => {
  await service.close();
  await client.query(`UPDATE auth_changed_rights SET learnt_at = clock_timestamp() - interval '1021 seconds'`);
  service = await start('http://127.0.0.1:9', own);
  expect((await health(service)).rights).toBe(0);
  expect(await until(stored, (count) => count === 0)).toBe(0);
});
