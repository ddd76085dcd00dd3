import { randomBytes } from 'node:crypto';
import type { ServiceConfig, ServiceDefinition } from '@latchkey/service';
import { dropDatabase, rowsOf, withClient } from './database-client.js';
import { ensureTemplate, runtimeLogin, urlOf } from './template-database.js';

/** A database that belongs to one test file. */
export interface TestDatabase {
  /**
   * Connection URL of the role that a service works as, which owns nothing. Several instances of a service may use it. Of a
   * database without a definition it is the owner's.
   */
  readonly url: string;
  /** Connection URL of its owner, who is no superuser: for what a test does to the schema. */
  readonly ownerUrl: string;
  /** Ends all its connections and removes it. */
  readonly drop: () => Promise<void>;
}

/**
 * Makes a database: a copy of the service's migrated template, or an empty one without a definition.
 *
 * @throws if the tests were not started through the preset, which gives them a server
 */
export async function testDatabase<C extends ServiceConfig>(definition?: ServiceDefinition<C>): Promise<TestDatabase> {
  const { server, run } = testServer();
  const name = `${run}_${randomBytes(6).toString('hex')}`;
  await withClient(server, async (client) => {
    const template = definition && (await ensureTemplate(client, server, run, definition));
    await client.query(`CREATE DATABASE ${name}${template ? ` TEMPLATE "${template}"` : ''}`);
  });
  const ownerUrl = urlOf(server, name);
  const runtime = definition && runtimeLogin();
  return {
    url: runtime ? urlOf(runtime.href, name) : ownerUrl,
    ownerUrl,
    drop: () => withClient(server, (client) => dropDatabase(client, name)),
  };
}

function testServer(): { server: string; run: string } {
  const { TEST_DATABASE_URL: server, LATCHKEY_TEST_RUN: run } = process.env;
  if (!server || !run)
    throw new Error('No database server for tests: run them through the preset of @latchkey/testing/jest.');
  return { server, run };
}

/** Runs a statement as the owner of a test database, and returns its rows: services may not change their own schema. */
export function asOwner(database: TestDatabase, sql: string): Promise<unknown[]> {
  return rowsOf(database.ownerUrl, sql);
}
