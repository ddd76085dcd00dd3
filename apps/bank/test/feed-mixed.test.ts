import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { issuerOf } from '@latchkey/auth';
import { Verifier } from '@latchkey/verifier';
import { testDatabase, type TestDatabase } from '@latchkey/testing';
import { bank as definition } from '../src/bank.module.js';
import { startBank, type Bank } from './bank.js';
import { changeRights, deleteAccounts, makePeople, sessionMaker, storeInMemory, until } from './feed-reader.js';

/** Stands before the replicas of the bank: each question goes to the next one of those that take part. */
class Balancer {
  /** Replicas of this release, and of the one before, which looks at `since` alone. */
  targets: readonly { readonly bank: Bank; readonly isOld?: boolean }[] = [];
  #turn = 0;
  readonly #server: Server = createServer((asked, answer) => {
    const target = this.targets[(this.#turn += 1) % this.targets.length];
    if (target === undefined) return void asked.socket.destroy();
    const url = new URL(asked.url!, target.bank.url);
    if (target.isOld === true)
      for (const name of ['ver', 'rights_since', 'deleted_after']) url.searchParams.delete(name);
    const passed = request(url, { headers: asked.headers, agent: false }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    passed.end();
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

let database: TestDatabase;
let banks: [Bank, Bank];
let maker: Awaited<ReturnType<typeof sessionMaker>>;
const balancer = new Balancer();
let bankUrl: string;
const readers: Verifier[] = [];
/** Whose accounts were deleted, in order. */
const gone: string[] = [];
beforeAll(async () => {
  database = await testDatabase(definition);
  banks = [await startBank({}, database), await startBank({}, database)];
  maker = await sessionMaker(banks[0]);
  bankUrl = await balancer.open();
  balancer.targets = banks.map((bank) => ({ bank }));
  gone.push(...(await deleteAccounts(banks[0], 2300)));
});
afterAll(async () => {
  await Promise.all(readers.map((reader) => reader.stop()));
  await balancer.close();
  await Promise.all((banks ?? []).map((bank) => bank.close()));
  await database?.drop();
});

interface Reader {
  readonly verifier: Verifier;
  /** Whose data was removed, in order. */
  readonly removed: string[];
  readonly warnings: string[];
}

/** A service of this release, with what it kept of an earlier run. */
async function follow(store = storeInMemory()): Promise<Reader> {
  const [removed, warnings]: [string[], string[]] = [[], []];
  const verifier = new Verifier({
    issuer: issuerOf(banks[0].config),
    audience: 'retirement',
    pages: { ownOrigin: 'http://retirement.demo.localhost:3002', sameSiteOrigins: () => [] },
    keys: { secret: banks[0].config.JWT_SECRET! },
    bankUrl,
    store,
    onDeleted: async (sub) => void removed.push(sub),
    log: { log: () => undefined, warn: (text) => void warnings.push(text), error: (text) => void warnings.push(text) },
  });
  readers.push(verifier);
  await verifier.start();
  return { verifier, removed, warnings };
}

describe('a service that follows two replicas', () => {
  test('learns every list, each deletion once, and finds nothing to refuse', async () => {
    const { verifier, removed, warnings } = await follow();
    await until(() => removed.length === gone.length);
    const [one, other] = await makePeople(banks[0], 2);
    for (let version = 1; version <= 6; version += 1) {
      await changeRights(banks[0], [one!]);
      const sids = await maker.open(1);
      await maker.end(sids);
      gone.push(...(await deleteAccounts(banks[0], 2)));
      await until(() => verifier.revoked.rightsOf(one!) === version && verifier.revoked.has(sids[0]!), 5000);
    }
    await until(() => removed.length === gone.length);
    expect(removed).toEqual(gone);
    expect(verifier.revoked.rightsOf(other!)).toBeUndefined();
    expect(warnings).toEqual([]);
    await verifier.stop();
  });

  test('learns after a stop what happened meanwhile, the deletions from where it was', async () => {
    const store = storeInMemory();
    const before = await follow(store);
    await until(() => before.removed.length === gone.length);
    await until(() => before.verifier.revoked.age() < 1);
    await before.verifier.stop();
    const [sub] = await makePeople(banks[0], 1);
    await changeRights(banks[0], [sub!]);
    const sids = await maker.open(1);
    await maker.end(sids);
    const later = await deleteAccounts(banks[0], 1200);
    gone.push(...later);
    const { verifier, removed, warnings } = await follow(store);
    await until(() => removed.length >= later.length && verifier.revoked.rightsOf(sub!) === 1);
    await until(() => verifier.revoked.has(sids[0]!));
    expect(removed).toEqual(later);
    expect(warnings).toEqual([]);
    await verifier.stop();
  });

  test('learns of rights and deletions though every other answer is one of the release before', async () => {
    balancer.targets = [{ bank: banks[0], isOld: true }, { bank: banks[1] }];
    const { verifier, removed } = await follow();
    await until(() => removed.length === gone.length);
    const [sub] = await makePeople(banks[0], 1);
    for (let version = 1; version <= 4; version += 1) {
      await changeRights(banks[0], [sub!]);
      const [deleted] = await deleteAccounts(banks[0], 1);
      gone.push(deleted!);
      const sids = await maker.open(1);
      await maker.end(sids);
      await until(() => verifier.revoked.rightsOf(sub!) === version, 15_000);
      await until(() => verifier.revoked.has(sids[0]!) && removed.includes(deleted!), 15_000);
    }
    expect(removed).toEqual(gone);
    balancer.targets = banks.map((bank) => ({ bank }));
    await verifier.stop();
  });
});
