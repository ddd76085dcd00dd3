import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neutralEnvironment, readSettings } from '../settings.mjs';
import { listServices } from '../workspace.mjs';

test('without variables the usual ports are used, and nothing is handed on', () => {
  const { services, databasePort, ignored, reset } = readSettings({ PATH: '/bin' }, []);
  assert.deepEqual(
    services.map(({ id, port, database, env }) => ({ id, port, database, env })),
    listServices().map(({ id, port }) => ({ id, port, database: undefined, env: {} })),
  );
  assert.deepEqual(
    services.slice(0, 2).map(({ id, port }) => [id, port]),
    [
      ['bank', 3001],
      ['retirement', 3002],
    ],
  );
  assert.deepEqual([databasePort, ignored, reset], [15432, [], false]);
});

test('a service is handed its variables only', () => {
  const env = { JWT_SECRET: 's', REFRESH_SECRET: 'r', THROTTLE_ACCOUNT: '0', TOKEN_TTL: '60' };
  const [bank, retirement] = readSettings(env, []).services;
  assert.deepEqual(bank.env, env);
  assert.deepEqual(retirement.env, { JWT_SECRET: 's', TOKEN_TTL: '60' });
});

test('a token of operators may be one for all, or one for each service', () => {
  const [bank, retirement] = readSettings({ OPS_TOKEN: 'all', OPS_TOKENS: 'bank=one' }, []).services;
  assert.deepEqual([bank.env.OPS_TOKEN, retirement.env.OPS_TOKEN], ['one', 'all']);
});

test('variables that npm start decides itself are named and do not reach a service', () => {
  const env = { PORT: '80', DATABASE_URL: 'x', JWT_SECRET: 's', HOME: '/home', PGSSLMODE: 'require', PGOPTIONS: 'x' };
  assert.deepEqual(readSettings(env, []).ignored, ['PORT', 'DATABASE_URL']);
  assert.deepEqual(neutralEnvironment(env), { HOME: '/home' });
});

test('all errors are told at once', () => {
  const env = { BANK_PORT: '99999', RETIREMENT_PORT: 'x', BANK_DATABASE_URL: 'mysql://x' };
  assert.throws(
    () => readSettings(env, ['--rest']),
    ({ message }) =>
      ['--rest', 'BANK_PORT', 'RETIREMENT_PORT', 'BANK_DATABASE_URL'].every((word) => message.includes(word)),
  );
  assert.throws(() => readSettings({ BANK_PORT: '3002' }, []), /must differ/);
});
