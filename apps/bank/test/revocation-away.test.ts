import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TcpProxy, testDatabase, type TestDatabase } from '@latchkey/testing';
import { bank as definition } from '../src/bank.module.js';
import { startBank, type Bank } from './bank.js';
import { readFeed, readFeedOnce, sessionMaker, sidsOf, until } from './feed-reader.js';

let database: TestDatabase;
let proxy: TcpProxy;
let bank: Bank;
let other: Bank;
let maker: Awaited<ReturnType<typeof sessionMaker>>;
beforeAll(async () => {
  database = await testDatabase(definition);
  other = await startBank({}, database);
  maker = await sessionMaker(other);
  proxy = await new TcpProxy(new URL(database.url)).open();
  bank = await startBank({}, { ...database, url: proxy.url });
});
afterAll(async () => {
  proxy?.release();
  await bank?.close();
  await proxy?.cut();
  await other?.close();
  await database?.drop();
});

const statusOf = async (): Promise<number> => (await readFeedOnce(bank)).status;

describe('a bank that cannot read its database', () => {
  test('promises nothing: it refuses until it can, and anyone who waits hears so', async () => {
    const { claims } = await readFeed(bank);
    expect((await readFeed(bank, { etag: claims.etag })).claims.kind).toBe('heartbeat');
    const waiting = readFeedOnce(bank, { etag: claims.etag, wait: 5 });
    proxy.hold();
    await until(async () => (await statusOf()) === 503);
    const refused = await readFeedOnce(bank, { etag: claims.etag });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'revocations_not_current' });
    expect((await waiting).status).toBe(503);
    const metrics = (await bank.request.get('/metrics')).text;
    expect(Number(/^latchkey_revocations_age_seconds (\S+)/m.exec(metrics)?.[1])).toBeGreaterThan(2);
    const [sid] = await maker.open(1);
    await maker.end([sid!]);
    proxy.release();
    await until(async () => (await statusOf()) === 200);
    expect(sidsOf(await readFeed(bank))).toContain(sid);
  });

  test('is current again after its connections were cut', async () => {
    for (let round = 0; round < 3; round++) {
      const [sid] = await maker.open(1);
      proxy.drop();
      await maker.end([sid!]);
      await until(async () => sidsOf(await readFeed(bank)).includes(sid!));
    }
  });

  test('tells operators how old its knowledge is', async () => {
    const check = async () => (await bank.request.get('/health/ready')).body.checks.revocations;
    // It is rounded, and read again each second.
    await until(async () => (await check()).detail.ageSeconds === 0);
    expect(await check()).toEqual({ ok: true, detail: { living: expect.any(Number), ageSeconds: expect.any(Number) } });
  });
});
