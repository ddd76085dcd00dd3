import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startService, testDatabase, tokenFor, type TestDatabase } from '@latchkey/testing';
import { retirement } from '../src/retirement.module.js';
import type { Replica } from './logout/stack.js';

let database: TestDatabase;
let replicas: readonly [Replica, Replica];
let count = 0;
let name: string;
let sub: string;
let owner: string;
const adviser = tokenFor({ preferred_username: 'adviser', roles: ['adviser'] });

beforeAll(async () => {
  database = await testDatabase(retirement);
  replicas = [await startService(retirement, { database }), await startService(retirement, { database })];
});
beforeEach(() => {
  name = `ada-${(count += 1)}`;
  sub = randomUUID();
  owner = tokenFor({ sub, preferred_username: name });
});
afterAll(async () => {
  for (const replica of replicas ?? []) await replica.close();
  await database?.drop();
});

const figures = { retirementAge: 61, monthlyWishMinor: '310000' };
const permit = (token: string, body: object, replica = replicas[0]) =>
  replica.request.put('/api/plan/permission').auth(token, { type: 'bearer' }).send(body);
const show = (token: string) => replicas[0].request.get('/api/plan').auth(token, { type: 'bearer' });
const save = (token: string) => replicas[0].request.put('/api/plan').auth(token, { type: 'bearer' }).send(figures);
const read = (username: string, { token = adviser, replica = replicas[0] } = {}) =>
  replica.request.get(`/api/clients/${username}/plan`).auth(token, { type: 'bearer' });
const verdict = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

describe('a plan that is shared', () => {
  test('is read by an adviser, by the name of its owner', async () => {
    await save(owner).expect(200);
    await permit(owner, { allowed: true }).expect(200, { sharedWithAdvisers: true });
    await read(name).expect(200, { username: name, ...figures, opened: true });
    await read(name.toUpperCase()).expect(200);
    expect((await show(owner)).body).toMatchObject({ ...figures, sharedWithAdvisers: true });
  });

  test('is shown with the defaults while none was saved', async () => {
    await permit(owner, { allowed: true }).expect(200);
    const { body } = await read(name).expect(200);
    expect(body).toEqual({ username: name, retirementAge: 67, monthlyWishMinor: '200000', opened: false });
  });

  test('is told to its owner whenever it is saved', async () => {
    await permit(owner, { allowed: true }).expect(200);
    expect((await save(owner)).body).toMatchObject({ version: 1, sharedWithAdvisers: true });
  });

  test('goes by the name of the last token of its owner', async () => {
    await permit(owner, { allowed: true }).expect(200);
    await show(tokenFor({ sub, preferred_username: `${name}.second` })).expect(200);
    expect(verdict(await read(name))).toEqual([404, 'plan_not_shared']);
    await read(`${name}.second`).expect(200);
  });

  test('is that of the newer owner of a name that the bank has given to somebody else', async () => {
    await permit(owner, { allowed: true }).expect(200);
    const next = tokenFor({ preferred_username: name });
    await save(next).expect(200);
    await permit(next, { allowed: true }).expect(200);
    expect((await read(name)).body).toMatchObject(figures);
  });

  test('is not shared a second time by a repeat', async () => {
    await Promise.all(replicas.map((replica) => permit(owner, { allowed: true }, replica).expect(200)));
    await read(name).expect(200);
    await permit(owner, { allowed: false }).expect(200);
    expect(verdict(await read(name))).toEqual([404, 'plan_not_shared']);
  });
});

test('a permission that is withdrawn at one replica counts at the next request to another', async () => {
  for (let round = 0; round < 5; round += 1) {
    await permit(owner, { allowed: true }, replicas[0]).expect(200);
    await read(name, { replica: replicas[1] }).expect(200);
    await permit(owner, { allowed: false }, replicas[0]).expect(200, { sharedWithAdvisers: false });
    expect(verdict(await read(name, { replica: replicas[1] }))).toEqual([404, 'plan_not_shared']);
  }
  expect((await show(owner)).body).toMatchObject({ sharedWithAdvisers: false });
});

describe('an adviser learns nothing of', () => {
  test('a person who saved a plan and shares none, more than of nobody', async () => {
    await save(owner).expect(200);
    const [silent, nobody] = [await read(name), await read('nobody-at-all')];
    expect(verdict(silent)).toEqual([404, 'plan_not_shared']);
    expect({ ...silent.body, requestId: '' }).toEqual({ ...nobody.body, requestId: '' });
  });

  test.each([
    ['a name that is none', 'a%20d%20a'],
    ['a name in other letters', '%E2%84%AAay'],
    ['half a name', 'ad'],
    ['a pattern', '%25'],
    ['a name that is too long', 'a'.repeat(65)],
    ['a NUL', 'ada%00'],
  ])('%s', async (_, typed) => {
    expect(verdict(await read(typed))).toEqual([404, 'plan_not_shared']);
  });
});

describe('a shared plan is not for', () => {
  test.each([
    ['somebody without a role', { roles: [] }],
    ['somebody with another role', { roles: ['support'] }],
    ['a token of version 1', { ver: 1 as const }],
  ])('%s', async (_, claims) => {
    await permit(owner, { allowed: true }).expect(200);
    const answer = await read(name, { token: tokenFor(claims as object) });
    expect([...verdict(answer), answer.body.roles]).toEqual([403, 'role_missing', ['adviser']]);
  });
});

test('an adviser changes no plan', async () => {
  await permit(owner, { allowed: true }).expect(200);
  for (const method of ['put', 'post', 'patch', 'delete'] as const) {
    const answer = await replicas[0].request[method](`/api/clients/${name}/plan`)
      .auth(adviser, { type: 'bearer' })
      .send(figures);
    expect([404, 405]).toContain(answer.status);
  }
  expect((await show(owner)).body).toMatchObject({ version: 0, opened: false });
});

describe('PUT /api/plan/permission refuses', () => {
  test.each([
    ['nothing', {}],
    ['a text', { allowed: 'true' }],
    ['a number', { allowed: 1 }],
    ['null', { allowed: null }],
    ['more than it knows', { allowed: true, username: 'grace' }],
  ])('%s', async (_, body) => {
    expect(verdict(await permit(owner, body))).toEqual([400, 'invalid_body']);
    expect(verdict(await read(name))).toEqual([404, 'plan_not_shared']);
  });

  test('a token that says too little about now', async () => {
    const iat = Math.floor(Date.now() / 1000) - 60;
    const old = tokenFor({ sub, preferred_username: name, iat, exp: iat + 900 });
    expect(verdict(await permit(old, { allowed: true }))).toEqual([401, 'renew_required']);
  });
});
