import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  databaseOfRelease,
  environmentOfRelease,
  releases,
  startService,
  stopClock,
  StubBank,
  waitUntil,
  type ServiceUnderTest,
  type TestDatabase,
} from '@latchkey/testing';
import { retirement } from '../src/retirement.module.js';

// A retirement of this release on the tables that an earlier one left, while the bank tells nothing.
describe.each(releases)('after $name', (release) => {
  const { settings, answers, tables } = release;
  const bank = new StubBank({ hasFeed: false });
  let database: TestDatabase;
  let files: ReturnType<typeof environmentOfRelease>;
  let service: ServiceUnderTest<unknown>;
  beforeAll(async () => {
    database = await databaseOfRelease(retirement, release);
    files = environmentOfRelease(release, 'retirement');
    await bank.start();
    service = await startService(retirement, { env: { ...files.env, BANK_URL: bank.url }, database });
  });
  afterAll(async () => {
    await service?.close();
    await bank.stop();
    await database?.drop();
    files?.remove();
  });

  /** What becomes of a request at the moment at which the tokens were issued. */
  async function asked(path: string, access: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const clock = stopClock(settings.at);
    try {
      const { status, body } = await service.request.get(path).auth(access, { type: 'bearer' });
      return { status, body: body as Record<string, unknown> };
    } finally {
      clock.release();
    }
  }
  const programs = answers.logins.filter(({ transport }) => transport === 'bearer');

  test('who was logged in stays so, with the plan that is kept', async () => {
    const ada = programs.findLast(({ what }) => what !== 'logged out')!;
    const [plan] = tables.retirement.find(({ table }) => table === 'plan')!.rows as { retirement_age: number }[];
    expect(await asked('/api/plan', ada.access)).toMatchObject({
      status: 200,
      body: { retirementAge: plan!.retirement_age, opened: true },
    });
  });

  test('who had logged out stays out, though the bank does not say so', async () => {
    const grace = programs.find(({ what }) => what === 'logged out')!;
    expect(await asked('/api/me', grace.access)).toMatchObject({ status: 401, body: { code: 'session_ended' } });
  });

  test('a token of before somebody’s rights changed is to be renewed', async () => {
    const ada = programs.find(({ what }) => what === 'before a role was given')!;
    expect(await asked('/api/me', ada.access)).toMatchObject({ status: 401, body: { code: 'renew_required' } });
  });

  test('the services are those that it knew', async () => {
    const { body } = await service.request.get('/api/services').expect(200);
    expect(body).toEqual(answers.services.retirement);
  });

  test('a logout that the bank was not told of is told', async () => {
    await waitUntil(() => bank.logouts.delivered.length > 0);
    expect(bank.logouts.delivered).toEqual([
      { path: '/api/logout/delivered', sid: settings.pendingLogout, everywhere: false },
    ]);
  });
});
