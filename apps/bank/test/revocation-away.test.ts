import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@latchkey/testing';
import { bank as definition } from '../src/bank.module.js';
import { startBank, type Bank } from './bank.js';
import { readFeed, readFeedOnce, sessionMaker, sidsOf, until } from './feed-reader.js';

/** Stands before the database: passes everything on, or holds it back, as a stopped server does. */
class Gate {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #isHeld = false;
  readonly #server = createServer((inner) => {
    const outer = connect(this.port, '127.0.0.1');
    const pair = [inner, outer] as const;
    this.#pairs.add(pair);
    for (const socket of pair) socket.on('error', () => pair.forEach((one) => one.destroy()));
    inner.on('close', () => void outer.destroy());
    outer.on('close', () => void inner.destroy());
    if (!this.#isHeld) inner.pipe(outer).pipe(inner);
  });

  constructor(private readonly port: number) {}

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as { port: number }).port;
  }

  hold(): void {
    this.#isHeld = true;
    for (const [inner, outer] of this.#pairs) {
      inner.unpipe(outer).pause();
      outer.unpipe(inner).pause();
    }
  }

  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    for (const [inner, outer] of this.#pairs) inner.pipe(outer).pipe(inner);
  }

  cut(): void {
    for (const pair of this.#pairs) pair.forEach((one) => one.destroy());
    this.#pairs.clear();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

let database: TestDatabase;
let gate: Gate;
let bank: Bank;
let other: Bank;
let maker: Awaited<ReturnType<typeof sessionMaker>>;
beforeAll(async () => {
  database = await testDatabase(definition);
  other = await startBank({}, database);
  maker = await sessionMaker(other);
  const url = new URL(database.url);
  gate = new Gate(Number(url.port));
  url.port = `${await gate.open()}`;
  bank = await startBank({}, { ...database, url: url.href });
});
afterAll(async () => {
  gate?.release();
  await bank?.close();
  await gate?.close();
  await other?.close();
  await database?.drop();
});

const statusOf = async (): Promise<number> => (await readFeedOnce(bank)).status;

describe('a bank that cannot read its database', () => {
  test('promises nothing: it refuses until it can, and anyone who waits hears so', async () => {
    const { claims } = await readFeed(bank);
    expect((await readFeed(bank, { etag: claims.etag })).claims.kind).toBe('heartbeat');
    const waiting = readFeedOnce(bank, { etag: claims.etag, wait: 5 });
    gate.hold();
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
    gate.release();
    await until(async () => (await statusOf()) === 200);
    expect(sidsOf(await readFeed(bank))).toContain(sid);
  });

  test('is current again after its connections were cut', async () => {
    for (let round = 0; round < 3; round++) {
      const [sid] = await maker.open(1);
      gate.cut();
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
