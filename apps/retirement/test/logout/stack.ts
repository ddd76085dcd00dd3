import { randomUUID } from 'node:crypto';
import { startService, StubBank, testDatabase, tokenFor } from '@latchkey/testing';
import type { ServiceUnderTest, TestDatabase } from '@latchkey/testing';
import pg from 'pg';
import { retirement } from '../../src/retirement.module.js';

export type Replica = ServiceUnderTest<unknown>;

/** One database, a stub bank without a feed, and as many replicas as a test asks for. */
export interface Stack {
  readonly bank: StubBank;
  readonly database: TestDatabase;
  replica(env?: NodeJS.ProcessEnv): Promise<Replica>;
  query<R extends pg.QueryResultRow>(sql: string, params?: unknown[]): Promise<R[]>;
  close(): Promise<void>;
}

export async function startStack(): Promise<Stack> {
  const bank = await new StubBank({ hasFeed: false }).start();
  const database = await testDatabase(retirement);
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  const replicas: Replica[] = [];
  return {
    bank,
    database,
    replica: async (env = {}) => {
      const replica = await startService(retirement, { env: { BANK_URL: bank.url, ...env }, database });
      replicas.push(replica);
      return replica;
    },
    query: async <R extends pg.QueryResultRow>(sql: string, params: unknown[] = []) =>
      (await client.query<R>(sql, params)).rows,
    close: async () => {
      for (const replica of replicas) await replica.close();
      await bank.stop();
      await client.end();
      await database.drop();
    },
  };
}

/** A person with a session, whose token comes by the header or the cookie: `iat` and `auth_time` as given, in seconds before now. */
export function person({ age = 0 }: { age?: number } = {}) {
  const sid = randomUUID();
  const iat = Math.floor(Date.now() / 1000) - age;
  const within = { sub: randomUUID(), sid, iat, exp: iat + 900, auth_time: iat };
  const cookie = `__Secure-latchkey=${tokenFor({ ...within, trv: 'cookie' })}`;
  return { sid, iat, token: tokenFor(within), cookie };
}

export const logout = (replica: Replica, token: string, path = '/api/logout') =>
  replica.request.post(path).auth(token, { type: 'bearer' });

/** Status and code of the replica's response to the token. */
export async function statusFor(replica: Replica, token: string): Promise<string> {
  const { status, body } = await replica.request.get('/api/me').auth(token, { type: 'bearer' });
  return status === 200 ? '200' : `${status} ${(body as { code: string }).code}`;
}
