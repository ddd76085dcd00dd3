import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { StubBank, startService, tokenFor, waitUntil, type ServiceUnderTest } from '@latchkey/testing';
import type { SampleConfig } from '../src/sample.config.js';
import { sampleService } from '../src/sample.module.js';

let bank: StubBank;
let service: ServiceUnderTest<SampleConfig>;
beforeAll(async () => {
  bank = await new StubBank().start();
  service = await startService(sampleService, { env: { BANK_URL: bank.url } });
});
afterAll(async () => {
  await service?.close();
  await bank?.stop();
});

async function personWithNote(text: string) {
  const sub = randomUUID();
  const token = tokenFor({ aud: ['bank', 'sample'], sub, preferred_username: 'kim' });
  await service.request.put('/api/note').auth(token, { type: 'bearer' }).send({ text }).expect(200);
  return { sub, token };
}
const exportOf = (token: string) => service.request.get('/api/export').auth(token, { type: 'bearer' });

test('a download holds what is kept of who asks, and of nobody else', async () => {
  const [kim] = [await personWithNote('mine'), await personWithNote('of somebody else')];
  const { body, headers } = await exportOf(kim.token).expect(200);
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  const note = { text: 'mine', changedAt: time };
  expect(body).toEqual({ service: 'sample', exportedAt: time, sub: kim.sub, username: 'kim', note });
  expect(headers['content-disposition']).toMatch(/^attachment; filename="sample-kim-\d{4}-\d\d-\d\d\.json"$/);
});

test('the note of a deleted account is removed, and that of others stays', async () => {
  const [leaving, staying] = [await personWithNote('goes'), await personWithNote('stays')];
  bank.feed.deleteAccounts(leaving.sub, randomUUID());
  const auditor = tokenFor({ aud: ['bank', 'sample'], roles: ['auditor'] });
  const count = async () => {
    const { body } = await service.request.get('/api/note/count').auth(auditor, { type: 'bearer' }).expect(200);
    return body.people as number;
  };
  await waitUntil(async () => (await count()) === 3);
  expect((await exportOf(staying.token)).body.note).toMatchObject({ text: 'stays' });
});
