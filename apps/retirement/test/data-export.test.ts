import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from '@jest/globals';
import { startService, tokenFor } from '@latchkey/testing';
import { retirement } from '../src/retirement.module.js';

const service = await startService(retirement);
afterAll(() => service.close());

const person = (preferred_username: string) => {
  const sub = randomUUID();
  return { sub, token: tokenFor({ sub, preferred_username }) };
};
const download = (token: string) => service.request.get('/api/export').auth(token, { type: 'bearer' });
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

test('a download holds the plan and the permission of who asks, and of nobody else', async () => {
  const [ada, grace] = [person('ada'), person('grace')];
  for (const [{ token }, retirementAge] of [
    [ada, 58],
    [grace, 70],
  ] as const) {
    const body = { retirementAge, monthlyWishMinor: '900719925' };
    await service.request.put('/api/plan').auth(token, { type: 'bearer' }).send(body).expect(200);
  }
  await service.request.put('/api/plan/permission').auth(ada.token, { type: 'bearer' }).send({ allowed: true });
  const { body, headers } = await download(ada.token).expect(200);
  expect(body).toEqual({
    service: 'retirement',
    exportedAt: time,
    sub: ada.sub,
    username: 'ada',
    plan: { retirementAge: 58, monthlyWishMinor: '900719925', version: 1, openedAt: time },
    permission: { username: 'ada', allowedAt: time },
  });
  expect(headers['content-disposition']).toMatch(/^attachment; filename="retirement-ada-\d{4}-\d\d-\d\d\.json"$/);
  expect(headers['cache-control']).toBe('no-store');
  expect((await download(grace.token)).body).toMatchObject({ plan: { retirementAge: 70 }, permission: null });
});

test('who has saved nothing gets a file that says so', async () => {
  const { sub, token } = person('kim');
  const { body } = await download(token).expect(200);
  expect(body).toEqual({ service: 'retirement', exportedAt: time, sub, username: 'kim', plan: null, permission: null });
});

test('a token that says too little about now downloads nothing', async () => {
  const iat = Math.floor(Date.now() / 1000) - 60;
  const answer = await download(tokenFor({ iat, exp: iat + 900 }));
  expect([answer.status, answer.body.code]).toEqual([401, 'renew_required']);
});
