import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dataSourceOptions, Database } from '@latchkey/service';
import { testDatabase } from '@latchkey/testing';
import { DataSource } from 'typeorm';
import { bank as definition } from '../src/bank.module.js';
import { startBank, type Bank } from './bank.js';

let bank: Bank;
beforeAll(async () => {
  bank = await startBank();
});
afterAll(() => bank?.close());

test('entities and migrations describe the same schema', async () => {
  const log = await bank.app.get(Database).dataSource.driver.createSchemaBuilder().log();
  expect(log.upQueries.map(({ query }) => query)).toEqual([]);
});

test('each migration can be undone', async () => {
  const database = await testDatabase();
  const dataSource = await new DataSource(dataSourceOptions(definition, { DATABASE_URL: database.url })).initialize();
  try {
    const { length } = await dataSource.runMigrations({ transaction: 'each' });
    expect(length).toBe(definition.migrations.length);
    for (let i = 0; i < length; i += 1) await dataSource.undoLastMigration();
    const tables = await dataSource.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    expect(tables).toEqual([{ tablename: 'migrations' }]);
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await dataSource.destroy();
    await database.drop();
  }
});

test('the database itself refuses a second spelling of a username', async () => {
  const insert = (id: number, username: string) =>
    bank.app
      .get(Database)
      .query(
        `INSERT INTO users (id, username, password_hash) VALUES ('00000000-0000-4000-8000-00000000000${id}', '${username}', 'x')`,
      );
  await insert(1, 'twin');
  await expect(insert(2, 'twin')).rejects.toThrow('users_username_key');
  await expect(insert(3, 'Twin')).rejects.toThrow('users_username_format');
});
