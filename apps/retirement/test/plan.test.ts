import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import { startService, tokenFor } from '@latchkey/testing';
import pg from 'pg';
import { retirement } from '../src/retirement.module.js';

const service = await startService(retirement);
afterAll(() => service.close());

const defaults = {
  retirementAge: 67,
  monthlyWishMinor: '200000',
  version: 0,
  opened: false,
  sharedWithAdvisers: false,
};
const early = { retirementAge: 55, monthlyWishMinor: '450000' };

const show = (token: string) => service.request.get('/api/plan').auth(token, { type: 'bearer' });
const put = (token: string, body: unknown) =>
  service.request
    .put('/api/plan')
    .auth(token, { type: 'bearer' })
    .set('content-type', 'application/json')
    .send(JSON.stringify(body));

/** Puts again where the database was too busy, as a client does. */
async function putPatiently(token: string, body: unknown) {
  for (;;) {
    const answer = await put(token, body);
    if (answer.status !== 503) return answer;
    await pause(1000 * Number(answer.headers['retry-after']));
  }
}

async function rows(sub: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: service.database.url });
  await client.connect();
  const { rows } = await client.query('SELECT xmin::text AS written, plan.* FROM plan WHERE owner = $1', [sub]);
  await client.end();
  return rows;
}

test('a plan that nobody opened shows the defaults, and asking opens nothing', async () => {
  const sub = randomUUID();
  await show(tokenFor({ sub })).expect(200, defaults);
  expect(await rows(sub)).toEqual([]);
});

test('a plan that was put is shown from then on', async () => {
  const token = tokenFor({ sub: randomUUID() });
  await put(token, early).expect(200, { ...early, version: 1, opened: true, sharedWithAdvisers: false });
  await show(token).expect(200, { ...early, version: 1, opened: true, sharedWithAdvisers: false });
  await put(token, { ...early, retirementAge: 60 }).expect(200, {
    ...early,
    retirementAge: 60,
    version: 2,
    opened: true,
    sharedWithAdvisers: false,
  });
  await show(token).expect(200, { ...early, retirementAge: 60, version: 2, opened: true, sharedWithAdvisers: false });
});

test('the plan belongs to the person, not to the token', async () => {
  const sub = randomUUID();
  await put(tokenFor({ sub }), early).expect(200);
  await show(tokenFor({ sub, preferred_username: 'ada.second' })).expect(200, {
    ...early,
    version: 1,
    opened: true,
    sharedWithAdvisers: false,
  });
});

test('two callers never see each other', async () => {
  const [ada, grace] = [tokenFor({ sub: randomUUID() }), tokenFor({ sub: randomUUID(), preferred_username: 'grace' })];
  await put(ada, early).expect(200);
  await show(grace).expect(200, defaults);
  await put(grace, { retirementAge: 75, monthlyWishMinor: '0' }).expect(200);
  await show(ada).expect(200, { ...early, version: 1, opened: true, sharedWithAdvisers: false });
});

test('putting the same plan again writes nothing', async () => {
  const sub = randomUUID();
  const token = tokenFor({ sub });
  await put(token, early).expect(200);
  const first = await rows(sub);
  await put(token, early).expect(200, { ...early, version: 1, opened: true, sharedWithAdvisers: false });
  expect(await rows(sub)).toEqual(first);
});

test('twenty puts at once leave one row, as one of them said', async () => {
  const sub = randomUUID();
  const token = tokenFor({ sub });
  const ages = Array.from({ length: 20 }, (_, i) => 51 + i);
  const answers = await Promise.all(ages.map((retirementAge) => putPatiently(token, { ...early, retirementAge })));
  expect(answers.map((answer) => answer.status)).toEqual(ages.map(() => 200));
  expect(await rows(sub)).toHaveLength(1);
  expect(ages).toContain((await show(token)).body.retirementAge);
});

describe('PUT /api/plan refuses', () => {
  test.each([
    ['no object', [], ''],
    ['nothing', {}, '/retirementAge'],
    ['an age as text', { ...early, retirementAge: '55' }, '/retirementAge'],
    ['an age below 50', { ...early, retirementAge: 49 }, '/retirementAge'],
    ['an age above 75', { ...early, retirementAge: 76 }, '/retirementAge'],
    ['half a year', { ...early, retirementAge: 55.5 }, '/retirementAge'],
    ['no age', { monthlyWishMinor: '1' }, '/retirementAge'],
    ['a wish as a number', { ...early, monthlyWishMinor: 1 }, '/monthlyWishMinor'],
    ['a negative wish', { ...early, monthlyWishMinor: '-1' }, '/monthlyWishMinor'],
    ['a wish with a point', { ...early, monthlyWishMinor: '1.5' }, '/monthlyWishMinor'],
    ['a wish with an exponent', { ...early, monthlyWishMinor: '1e3' }, '/monthlyWishMinor'],
    ['a wish with leading zeros', { ...early, monthlyWishMinor: '01' }, '/monthlyWishMinor'],
    ['a wish with space', { ...early, monthlyWishMinor: ' 1' }, '/monthlyWishMinor'],
    ['a wish with a line end', { ...early, monthlyWishMinor: '1\n' }, '/monthlyWishMinor'],
    ['a wish in other digits', { ...early, monthlyWishMinor: '١' }, '/monthlyWishMinor'],
    ['an empty wish', { ...early, monthlyWishMinor: '' }, '/monthlyWishMinor'],
    ['a wish of ten digits', { ...early, monthlyWishMinor: '1000000000' }, '/monthlyWishMinor'],
    ['a version as text', { ...early, version: '1' }, '/version'],
    ['a version below 0', { ...early, version: -1 }, '/version'],
    ['a version that no counter reaches', { ...early, version: 2 ** 31 }, '/version'],
    ['an unknown member', { ...early, owner: randomUUID() }, ''],
  ])('%s', async (_what, body, pointer) => {
    const sub = randomUUID();
    const answer = await put(tokenFor({ sub }), body);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_body']);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect(await rows(sub)).toEqual([]);
  });

  test('a page of another origin that carries the cookie', async () => {
    const sub = randomUUID();
    const headers = {
      cookie: `__Secure-latchkey=${tokenFor({ sub, trv: 'cookie' })}`,
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
    };
    const answer = await service.request.put('/api/plan').set(headers).send(early);
    expect([answer.status, answer.body.code]).toEqual([403, 'csrf_refused']);
    expect(await rows(sub)).toEqual([]);
  });
});

test('a page of this service may put with its cookie', async () => {
  const headers = {
    cookie: `__Secure-latchkey=${tokenFor({ trv: 'cookie' })}`,
    origin: 'http://retirement.demo.localhost:3002',
    'sec-fetch-site': 'same-origin',
  };
  await service.request
    .put('/api/plan')
    .set(headers)
    .send(early)
    .expect(200, { ...early, version: 1, opened: true, sharedWithAdvisers: false });
});
