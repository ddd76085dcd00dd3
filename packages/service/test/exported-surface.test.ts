import { expect, test } from '@jest/globals';
import * as service from '../src/index.js';

test('the package exports these names and no others', () => {
  expect(Object.keys(service).sort()).toEqual([
    'ACCESS',
    'Answers',
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
    'Site',
    'backOff',
    'boundedBody',
    'clientAddress',
    'createService',
    'dataSourceOptions',
    'defineConfig',
    'explainBootFailure',
    'failureWords',
    'loadConfig',
    'migrate',
    'migrateConfig',
    'renderEnvExample',
    'renderSettingsTable',
    'requestId',
    'serve',
    'serviceSettings',
    'setting',
  ]);
});
