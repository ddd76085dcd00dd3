import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { newsAt, readCosts, type Costs } from '../src/scale/costs.ts';
import { demandOf, HABITS } from '../src/scale/demand.ts';
import { EventQueue } from '../src/scale/event-queue.ts';
import { READER_PAUSE, simulateFeed, type FeedPlan } from '../src/scale/feed-simulation.ts';
import { readOptions } from '../src/scale/options.ts';
import { renderPage } from '../src/scale/page.ts';
import { randomFrom } from '../src/scale/random.ts';

const PLAN: FeedPlan = {
  readers: 20,
  banks: 2,
  revocations: 2,
  news: { bank: 0.1, service: 1, bytes: 1000 },
  heartbeat: 0.1,
  busy: 0,
  roundTrip: 1,
  pause: READER_PAUSE,
  seconds: 20,
};

void test('what happens is played in the order of its time', () => {
  const queue = new EventQueue();
  const [random, seen]: [() => number, number[]] = [randomFrom(7), []];
  const times = Array.from({ length: 500 }, () => Math.floor(random() * 1000));
  for (const at of times) queue.schedule(at, () => seen.push(queue.now));
  queue.runUntil(1000);
  assert.deepEqual(
    seen,
    times.toSorted((a, b) => a - b),
  );
});

void test('the same deployment has the same outcome', () => {
  assert.deepEqual(simulateFeed(PLAN), simulateFeed(PLAN));
});

void test('a logout takes a reading, a gathering, an answer and half a round trip at least', () => {
  const { lagP50, lagP99 } = simulateFeed({ ...PLAN, readers: 2 });
  assert.ok(lagP50 >= 9.6 && lagP50 < 15, `${lagP50} ms`);
  assert.ok(lagP99 >= lagP50 && lagP99 < 60, `${lagP99} ms`);
});

void test('each change is told to each reader, and nothing else but a heartbeat every 5 s', () => {
  const told = simulateFeed({ ...PLAN, revocations: 0.5, seconds: 100 }).bytesASecond / PLAN.news.bytes;
  assert.ok(told > 0.35 * PLAN.readers && told < 0.65 * PLAN.readers, `${told} answers with news a second`);
  const silent = simulateFeed({ ...PLAN, revocations: 1e-9 });
  assert.equal(silent.bytesASecond, 0);
  assert.ok(silent.answersASecond >= 3 && silent.answersASecond < 4.5, `${silent.answersASecond} heartbeats a second`);
});

void test('a bank that is busy with logins tells later, and two banks share what is told', () => {
  const many = { ...PLAN, readers: 2000, revocations: 2, seconds: 5 };
  const free = simulateFeed(many);
  assert.ok(simulateFeed({ ...many, busy: 0.6 }).lagP50 > free.lagP50 * 1.5);
  assert.ok(simulateFeed({ ...many, banks: 4 }).bankShare < free.bankShare * 0.7);
});

void test('people log in, use and leave in proportion', () => {
  const [some, ten] = [demandOf(1e5), demandOf(1e6)];
  assert.equal(Math.round(some.logins * 1000) / 1000, 3.125);
  for (const what of ['logins', 'renewals', 'logouts', 'reads', 'revoked'] as const)
    assert.ok(Math.abs(ten[what] / some[what] - 10) < 1e-9, what);
  assert.equal(demandOf(1e6, { ...HABITS, loggedOut: 0.3 }).logouts, ten.logouts / 2);
});

void test('between two measured sizes costs lie on a line, beyond the last one only the whole set grows', () => {
  const point = { bytes: 100, bank: 1, service: 1, wholeBytes: 1000 };
  const news = [
    { ...point, active: 100 },
    { ...point, active: 200, bytes: 200, wholeBytes: 2000 },
  ];
  const costs = { news } as unknown as Costs;
  assert.deepEqual(newsAt(costs, 150), { ...point, active: 150, bytes: 150, wholeBytes: 1500 });
  assert.deepEqual(newsAt(costs, 400), { ...point, active: 400, bytes: 200, wholeBytes: 4000 });
  assert.deepEqual(newsAt(costs, 10), { ...point, active: 10, wholeBytes: 100 });
});

void test('the page is what the measured costs make of it', () => {
  const page = readFileSync(new URL('../../docs/scale.md', import.meta.url), 'utf8');
  assert.equal(page, renderPage(readCosts()), 'docs/scale.md is old: npm run scale');
});

void test('one deployment is described by its numbers', () => {
  assert.deepEqual(readOptions(['--people', '5000', '--services', '3', '--peak', '2.5']), {
    measure: false,
    one: { people: 5000, services: 3 },
    habits: { ...HABITS, peak: 2.5 },
  });
});

const errors = [
  [['--people', '0'], '--people is not a whole number above 0'],
  [['--people', '1e9'], '--people is not a whole number'],
  [['--people', '10', '--busiest-hour', '1.5'], 'at most 1: 1.5'],
  [['--services', '3'], 'say --people too'],
  [['--people'], '--people'],
  [['--bogus'], "Unknown option '--bogus'"],
] as const;
for (const [args, words] of errors) {
  void test(`scale refuses ${args.join(' ')} with a readable message, and says where help is`, () => {
    const ending = readOptions(args);
    assert.ok('words' in ending);
    assert.equal(ending.code, 2);
    assert.ok(ending.words.includes(words) && ending.words.endsWith('npm run scale -- --help'), ending.words);
  });
}
