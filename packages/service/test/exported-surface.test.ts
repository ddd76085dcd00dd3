import { expect, test } from '@jest/globals';
import * as service from '../src/index.js';

test('the package exports these names and no others', () => {
  expect(Object.keys(service).sort()).toEqual([
    'ACCESS',
    'AppError',
    'CONFIG',
    'ClientAddress',
    'ConfigError',
    'Database',
    'JsonBody',
    'Metrics',
    'Operation',
    'OpsOnly',
    'Public',
    'Readiness',
    'Returns',
    'Site',
    'addressKey',
    'clientAddress',
    'createService',
    'dataSourceOptions',
    'defineConfig',
    'explainBootError',
    'loadConfig',
    'migrate',
    'migrateConfig',
    'plainAddressErrors',
    'renderEnvExample',
    'renderSettingsTable',
    'requestId',
    'runMigrations',
    'serve',
    'serviceSettings',
    'setting',
    'textError',
  ]);
});
