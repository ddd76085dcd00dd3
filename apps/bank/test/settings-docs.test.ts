import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { renderEnvExample, renderSettingsTable } from '@latchkey/service';
import { bankConfig } from '../src/bank.config.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

// Out of date? npm run build && node scripts/write-configuration.mjs
test('.env.example and docs/configuration.md name exactly the settings that are read', () => {
  expect(read('../.env.example')).toBe(renderEnvExample(bankConfig));
  expect(read('../../../docs/configuration.md')).toContain(renderSettingsTable(bankConfig));
});
