import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { PrimarySearch } from '../src/database/primary-search.js';
import { ReadOnlyDatabaseError } from '../src/problem/database.errors.js';

const hosts = [
  { host: 'a', port: 5432 },
  { host: 'b', port: 5432 },
  { host: '::1', port: 5433 },
];
const [a, b, c] = hosts as [(typeof hosts)[0], (typeof hosts)[0], (typeof hosts)[0]];
type Answer = 'writes' | Error | 'nothing';
const refused = Object.assign(new Error('password authentication failed'), { code: '28P01' });
const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const readOnly = new ReadOnlyDatabaseError();

function asking(answers: Record<string, Answer>) {
  const asked: string[] = [];
  const ask = async ({ host }: { host: string }): Promise<void> => {
    asked.push(host);
    const answer = answers[host]!;
    if (answer === 'nothing') await sleep(60_000, undefined, { ref: false });
    if (answer instanceof Error) throw answer;
  };
  return { asked, ask };
}

test.each([
  ['the one that writes, wherever it stands', { a: readOnly, b: away, '::1': 'writes' }, c],
  ['it without a wait for one that answers nothing', { a: 'nothing', b: 'writes', '::1': readOnly }, b],
] as const)('finds %s', async (_what, answers, found) => {
  expect(await new PrimarySearch(hosts).find(asking(answers).ask)).toBe(found);
});

test.each([
  ['a standby before one that is away', { a: away, b: readOnly, '::1': away }, readOnly],
  ['one that is away before a login that is refused', { a: refused, b: away, '::1': refused }, away],
  ['a login that all refuse', { a: refused, b: refused, '::1': refused }, refused],
] as const)('where none writes, tells of %s', async (_what, answers, error) => {
  await expect(new PrimarySearch(hosts).find(asking(answers).ask)).rejects.toBe(error);
});

test('many look for it together, and it is asked for again once it has failed', async () => {
  const search = new PrimarySearch(hosts);
  const first = asking({ a: 'writes', b: readOnly, '::1': readOnly });
  expect(await Promise.all([search.find(first.ask), search.find(first.ask)])).toEqual([a, a]);
  expect(first.asked).toEqual(['a', 'b', '::1']);
  const next = asking({ a: away, b: 'writes', '::1': readOnly });
  // Another server's failure changes nothing.
  search.forget('b:5432');
  expect(await search.find(next.ask)).toBe(a);
  search.forget('a:5432');
  expect(await search.find(next.ask)).toBe(b);
});
