import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { startService, tokenFor } from '@latchkey/testing';
import pg from 'pg';
import { retirement } from '../src/retirement.module.js';

const service = await startService(retirement);
afterAll(() => service.close());

let sub: string;
let token: string;
beforeEach(() => {
  sub = randomUUID();
  token = tokenFor({ sub });
});

const planOf = (retirementAge: number) => ({ retirementAge, monthlyWishMinor: '150000' });
const show = async () => (await service.request.get('/api/plan').auth(token, { type: 'bearer' }).expect(200)).body;
async function put(body: object): Promise<{ status: number; body: Record<string, unknown> }> {
  for (;;) {
    const answer = await service.request.put('/api/plan').auth(token, { type: 'bearer' }).send(body);
    if (answer.status !== 503) return answer;
    await pause(1000 * Number(answer.headers['retry-after']));
  }
}
const verdict = ({ status, body }: { status: number; body: Record<string, unknown> }) =>
  status === 200 ? `version ${String(body['version'])}` : `${status} ${String(body['code'])}`;

async function inDatabase(sql: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: service.database.url });
  await client.connect();
  await client.query(sql, values).finally(() => client.end());
}

test('of two tabs that change the same plan the second is refused, and the first one stands', async () => {
  expect(verdict(await put({ ...planOf(60), version: 0 }))).toBe('version 1');
  expect(verdict(await put({ ...planOf(61), version: 1 }))).toBe('version 2');
  expect(verdict(await put({ ...planOf(62), version: 1 }))).toBe('409 plan_changed');
  expect(await show()).toEqual({ ...planOf(61), version: 2, opened: true, sharedWithAdvisers: false });
  expect(verdict(await put({ ...planOf(62), version: 2 }))).toBe('version 3');
});

test('of two tabs that open a plan the second is refused', async () => {
  expect(verdict(await put({ ...planOf(60), version: 0 }))).toBe('version 1');
  expect(verdict(await put({ ...planOf(61), version: 0 }))).toBe('409 plan_changed');
});

test('a save whose answer was lost is repeated without a refusal, and counted once', async () => {
  await put({ ...planOf(60), version: 0 });
  expect(verdict(await put({ ...planOf(60), version: 0 }))).toBe('version 1');
  await put({ ...planOf(61), version: 1 });
  expect(verdict(await put({ ...planOf(61), version: 1 }))).toBe('version 2');
});

test('a version that was never there is refused', async () => {
  await put({ ...planOf(60), version: 0 });
  expect(verdict(await put({ ...planOf(61), version: 7 }))).toBe('409 plan_changed');
});

test('a client that names no version writes over, as ever', async () => {
  await put({ ...planOf(60), version: 0 });
  expect(verdict(await put(planOf(61)))).toBe('version 2');
});

test.each([0, 1])('of twenty saves over version %i at once exactly one is taken', async (version) => {
  if (version === 1) await put({ ...planOf(50), version: 0 });
  const ages = Array.from({ length: 20 }, (_, index) => 51 + index);
  const answers = await Promise.all(ages.map((age) => put({ ...planOf(age), version })));
  const taken = answers.filter(({ status }) => status === 200);
  expect(answers.map(verdict).toSorted()).toEqual([
    ...Array.from({ length: 19 }, () => '409 plan_changed'),
    `version ${version + 1}`,
  ]);
  expect(await show()).toEqual(taken[0]?.body);
});

test('a change by the previous release, which knows of no version, is noticed', async () => {
  await put({ ...planOf(60), version: 0 });
  await inDatabase(
    `INSERT INTO plan (owner, retirement_age, monthly_wish_minor, opened_at) VALUES ($1, 64, 90000, DEFAULT)
     ON CONFLICT (owner) DO UPDATE SET retirement_age = excluded.retirement_age, monthly_wish_minor = excluded.monthly_wish_minor
     WHERE plan.retirement_age IS DISTINCT FROM excluded.retirement_age`,
    [sub],
  );
  expect(verdict(await put({ ...planOf(61), version: 1 }))).toBe('409 plan_changed');
});
