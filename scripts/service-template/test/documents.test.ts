import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { apiDocument } from '@latchkey/openapi/testing';
import { dataSourceOptions, renderEnvExample } from '@latchkey/service';
import { testDatabase } from '@latchkey/testing';
import { DataSource } from 'typeorm';
import { sampleConfig } from '../src/sample.config.js';
import { sampleService } from '../src/sample.module.js';

// Out of date? npm run build && node scripts/write-configuration.mjs
test('.env.example names exactly the settings that are read', () => {
  const kept = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
  expect(kept).toBe(renderEnvExample(sampleConfig));
});

test('openapi.json is what the code makes; to renew it: npm run build && node scripts/write-reference.mjs', async () => {
  const document = await apiDocument(sampleService, new URL('../openapi.json', import.meta.url));
  expect(JSON.stringify(document.kept, undefined, 1)).toBe(JSON.stringify(document.made, undefined, 1));
  expect(await document.errors()).toBeUndefined();
});

test('the migrations make exactly the tables that the entities describe, and go back', async () => {
  const database = await testDatabase();
  const source = await new DataSource(dataSourceOptions(sampleService, { DATABASE_URL: database.url })).initialize();
  try {
    await source.runMigrations();
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    for (const _ of sampleService.migrations) await source.undoLastMigration();
  } finally {
    await source.destroy();
    await database.drop();
  }
});
