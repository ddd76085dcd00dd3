import { expect, test } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { serializeError } from '../src/log/error-serializer.js';

test('a failed statement is logged without what it was given', () => {
  const driver = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (token)=(hunter2) exists.' });
  const failed = new QueryFailedError('INSERT INTO t VALUES ($1)', ['hunter2'], driver);
  const line = JSON.stringify(serializeError(failed));
  expect(line).not.toContain('hunter2');
  expect(JSON.parse(line)).toMatchObject({ query: 'INSERT INTO t VALUES ($1)', code: '23505' });
});

test('what is thrown and no error stays as it is', () => {
  expect(serializeError('text' as unknown as Error)).toBe('text');
});

test('an error that goes round in circles is still a line', () => {
  const error = Object.assign(new Error('round'), { self: undefined as unknown });
  error.self = error;
  expect(() => JSON.stringify(serializeError(error))).not.toThrow();
});
