import { Injectable, Module } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { Database, type ServiceDefinition } from '@latchkey/service';
import { startService, StubBank, type TestDatabase } from '@latchkey/testing';
import pg from 'pg';
import { AuthModule, type AccountRemoval } from '../../src/index.js';
import { database, until, verifying, type Verifying } from './verifying-service.js';

/** What services were told to remove, and by which instance. */
export interface Removal {
  readonly sub: string;
  readonly by: object;
}

/** Of the test that runs. */
export const removals: Removal[] = [];
/** What happens to a removal: `fate.instead`, while it is set. */
export const fate: { instead: ((sub: string) => Promise<void>) | undefined } = { instead: undefined };

@Injectable()
class PlanRemoval implements AccountRemoval {
  constructor(private readonly database: Database) {}

  async remove(sub: string): Promise<void> {
    removals.push({ sub, by: this.database });
    await fate.instead?.(sub);
  }
}

@Module({ providers: [PlanRemoval] })
class PlanModule {}

const auth = AuthModule.forService({ audience: 'retirement', onDeleted: PlanRemoval });

@Module({ imports: [auth, PlanModule] })
class KeepingModule {}

@Module({ imports: [auth] })
class ForgetfulModule {}

type Definition = ServiceDefinition<Verifying['config']>;
/** A service that keeps something of people. */
export const keeping: Definition = { ...verifying, module: () => KeepingModule };
/** One whose class for removals is of no module. */
export const forgetful: Definition = { ...verifying, module: () => ForgetfulModule };

export let bank: StubBank;
let own: TestDatabase;
export let client: pg.Client;
let running: Verifying[] = [];

/** Gives each test of the file a bank of its own, and nothing stored. */
export function useKeepingService(): void {
  beforeAll(async () => {
    own = await database();
    client = new pg.Client(own.url);
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await own?.drop();
  });
  beforeEach(async () => {
    forgetRemovals();
    bank = await new StubBank().start();
    for (const table of ['auth_feed', 'auth_revoked_sids', 'auth_pending_deletions'])
      await client.query(`DELETE FROM ${table}`);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.close()));
    await bank.stop();
  });
}

/** From now on removals succeed, and are counted anew. */
export function forgetRemovals(): void {
  removals.length = 0;
  fate.instead = undefined;
}

export async function start(definition = keeping, bankUrl = bank.url): Promise<Verifying> {
  const service = await startService(definition, { database: own, env: { BANK_URL: bankUrl } });
  running.push(service);
  return service;
}

export async function stop(service: Verifying): Promise<void> {
  running = running.filter((one) => one !== service);
  await service.close();
}

export const removed = (): string[] => removals.map(({ sub }) => sub).toSorted();
export const untilRemoved = (count: number): Promise<string[]> => until(removed, (subs) => subs.length >= count);

/** The cursor that is stored. */
export async function cursor(): Promise<number> {
  const { rows } = await client.query<{ deleted_to: string }>('SELECT deleted_to FROM auth_feed');
  return Number(rows[0]?.deleted_to ?? 0);
}

/** Deleted accounts that are stored and wait for their removal. */
export async function pending(): Promise<number> {
  const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM auth_pending_deletions');
  return rows[0]!.count;
}

export const untilNothingWaits = (): Promise<number> => until(pending, (count) => count === 0);
export const untilItAsksAndWaits = (): Promise<number> =>
  until(
    () => bank.feed.waiting,
    (count) => count > 0,
  );
