import { afterEach, expect, test } from '@jest/globals';
import { dataSourceOptions } from '@latchkey/service';
import { testDatabase, type TestDatabase } from '@latchkey/testing';
import { DataSource } from 'typeorm';
import { bank as definition } from '../src/bank.module.js';
import { CreateTokenContract1764000004002 } from '../src/tokens/create-token-contract.migration.js';

let database: TestDatabase | undefined;
afterEach(() => database?.drop());

const migrated = async (migrations: typeof definition.migrations, work: (dataSource: DataSource) => Promise<void>) => {
  const options = dataSourceOptions({ ...definition, migrations }, { DATABASE_URL: database!.url });
  const dataSource = await new DataSource(options).initialize();
  try {
    await dataSource.runMigrations({ transaction: 'each' });
    await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
};

const before = definition.migrations.slice(0, definition.migrations.indexOf(CreateTokenContract1764000004002));

test.each([
  ['a deployment that has users stays at version 1, which its services read', 1],
  ['one without users starts at version 2, also if an earlier release has made its tables', 0],
])('%s', async (_, users) => {
  database = await testDatabase();
  await migrated(before, async (dataSource) => {
    if (users > 0)
      await dataSource.query("INSERT INTO users (id, username, password_hash) VALUES (gen_random_uuid(), 'ada', 'x')");
  });
  await migrated(definition.migrations, async (dataSource) => {
    const rows = await dataSource.query('SELECT version FROM token_contract');
    expect(rows).toEqual([{ version: users > 0 ? 1 : 2 }]);
  });
});
