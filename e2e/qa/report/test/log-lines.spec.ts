import { expect, test } from '@playwright/test';
import { joined, parseLog, warningsBetween } from '../log-lines.js';

const line = (members: Record<string, unknown>): string =>
  JSON.stringify({ level: 'info', service: 'bank', ...members });
const LOG = [
  line({ time: 30, service: 'retirement', msg: 'request', req: 'one', path: '/api/me' }),
  line({ time: 10, msg: 'request', req: 'one', status: 200 }),
  line({ time: 20, event: 'login', context: 'audit', req: 'two', sessionId: '0123456789' }),
  line({ time: 25, level: 'warn', msg: 'feed lost' }),
  line({ time: 26, level: 'error', msg: 'request', req: 'one' }),
  line({ time: 99, level: 'error', msg: 'too late' }),
  'Some words of the runtime',
  '{"level":"info","time":40,"msg":"cut in the mid',
  '',
].join('\n');

test('lines of both services are joined by the id of the request, in order of time', () => {
  const found = joined(parseLog(LOG), new Set(['one', 'three']));
  expect([...found.keys()]).toEqual(['one']);
  expect(found.get('one')?.map(({ service, time }) => [service, time])).toEqual([
    ['bank', 10],
    ['bank', 26],
    ['retirement', 30],
  ]);
});

test('words that are not a line of a log, and half a line of a killed process, are left out', () => {
  expect(parseLog(LOG)).toHaveLength(6);
});

test('a line tells what happened, with the id of the session shortened', () => {
  const [, , login] = parseLog(LOG);
  expect(login?.what).toBe('login');
  expect(login?.more).toEqual([['sessionId', '0123…']]);
});

test('warnings of the time are told unless a request tells them already', () => {
  const lines = parseLog(LOG);
  const told = joined(lines, new Set(['one']));
  expect(warningsBetween(lines, 0, 50, told).map(({ what }) => what)).toEqual(['feed lost']);
});
