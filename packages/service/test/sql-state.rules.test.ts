import { describe, expect, test } from '@jest/globals';
import { databaseUnavailable, isDatabaseAway } from '../src/problem/database.errors.js';
import { consequenceOf } from '../src/problem/sql-state.rules.js';

const later = (connection: string) => ({ passes: true, connection });
const fault = (connection: string) => ({ passes: false, connection });

describe('what follows from an error of the server', () => {
  test.each([
    ['25006 a write on a standby or a demoted primary', later('all_ended')],
    ['08006 a connection that failed', later('ended')],
    ['08P01 a pooler that gave up', later('ended')],
    ['57P01 an operator who ends the session', later('ended')],
    ['57P02 a crash', later('ended')],
    ['57P03 a server that starts', later('ended')],
    ['57P04 a database that was dropped', later('ended')],
    ['57P05 a session idle for too long', later('ended')],
    ['25P03 a transaction idle for too long', later('ended')],
    ['25P04 a transaction that took too long', later('ended')],
    ['26000 a prepared statement that a pooler did not carry over', later('ended')],
    ['28P01 a password that was just changed', later('ended')],
    ['28000 a login that pg_hba refuses', later('ended')],
    ['3D000 a database that is being restored', later('ended')],
    ['58030 a disk that fails', later('ended')],
    ['53100 a full disk', later('kept')],
    ['53300 too many connections', later('kept')],
    ['55000 a database closed by its operator', later('kept')],
    ['57014 a statement that took too long', later('kept')],
    ['55P03 a lock that was not to be had', later('kept')],
    ['40001 a serialization failure', later('kept')],
    ['40P01 a deadlock', later('kept')],
    ['25P02 a failed transaction left open', fault('ended')],
    ['42501 a missing privilege', fault('kept')],
    ['42P01 a missing table', fault('kept')],
    ['23505 a duplicate', fault('kept')],
    ['22001 a value too long', fault('kept')],
    ['XX001 corrupted data', fault('kept')],
  ])('%s', (title, consequence) => {
    expect(consequenceOf(title.slice(0, 5), 'ERROR')).toEqual(consequence);
  });

  test('whatever ended its session passes, such as a privilege to connect that was withdrawn', () => {
    expect(consequenceOf('42501', 'FATAL')).toEqual(later('ended'));
    expect(consequenceOf('XX000', 'PANIC')).toEqual(later('ended'));
  });
});

describe('a failure says that the database is away', () => {
  const coded = (code: string, more: object = {}): Error => Object.assign(new Error('x'), { code, ...more });
  test.each([
    ['by its SQLSTATE', coded('57P01'), true],
    ['by the socket', coded('ECONNREFUSED', { syscall: 'connect' }), true],
    ['by the driver', new Error('Query read timeout'), true],
    ["inside of TypeORM's error", Object.assign(new Error('x'), { driverError: coded('25006') }), true],
    ['inside of several', Object.assign(new AggregateError([coded('ECONNREFUSED')]), {}), true],
    ['but not a missing file', coded('ENOENT', { syscall: 'open' }), false],
    ['but not a missing privilege', coded('42501', { severity: 'ERROR' }), false],
    ['but not an answer of ours', databaseUnavailable('x'), false],
    ['but not what is no error', 'text', false],
  ])('%s', (_how, error, isAway) => {
    expect(isDatabaseAway(error)).toBe(isAway);
  });
});
