import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { login, PASSWORD, register, startBank, type Bank } from './bank.js';
import { until } from './feed-reader.js';
import { withoutRecords } from './held-table.js';
import { endOf, eventsOf, signIn, sql, type SignedIn } from './signed-in.js';
import { signInAs, support } from './staff.js';

const REASON = 'Lost the phone, ticket 4712';
let bank: Bank;
let replica: Bank;
let eve: SignedIn;
let name: string;
let ada: SignedIn;
let count = 0;
beforeAll(async () => {
  const env = { THROTTLE_ACCOUNT: '3', THROTTLE_ADDRESS: '0' };
  bank = await startBank(env);
  replica = await startBank(env, bank.database);
  eve = await signInAs(bank, 'eve', 'support');
});
beforeEach(async () => {
  name = `ada-${(count += 1)}`;
  await register(bank, name).expect(201);
  ada = await signIn(bank, name);
});
afterAll(async () => {
  await replica?.close();
  await bank?.close();
});

const act = (step: string, more: object = {}, by = eve) =>
  support(bank, step, by, { sub: ada.sub, reason: REASON, ...more });
const isRefusedAt = async (at: Bank, { headers }: SignedIn) =>
  (await at.request.get('/api/me').set(headers)).body.code === 'session_ended';
const by = { by: '', byName: 'eve', bySession: '' };
beforeEach(() => {
  Object.assign(by, { by: eve.sub, bySession: eve.sid });
});

describe('sessions of a person', () => {
  test('are ended one by one', async () => {
    const other = await signIn(bank, name);
    expect((await act('end-sessions', { sessionId: ada.sid }).expect(200)).body).toEqual({ ended: 1 });
    expect([await endOf(bank, ada), await endOf(bank, other)]).toEqual(['ended_by_bank', null]);
    expect((await eventsOf(bank, ada)).at(-1)).toMatchObject({
      kind: 'support_ended_sessions',
      session_id: ada.sid,
      detail: { note: REASON, sessions: '1', ...by },
    });
  });

  test('are ended all at once, and on record even where there was none', async () => {
    const other = await signIn(bank, name);
    expect((await act('end-sessions').expect(200)).body).toEqual({ ended: 2 });
    expect((await act('end-sessions').expect(200)).body).toEqual({ ended: 0 });
    expect(await endOf(bank, other)).toBe('ended_by_bank');
    const told = (await eventsOf(bank, ada)).slice(-2).map(({ detail }) => detail['sessions']);
    expect(told).toEqual(['2', '0']);
    await login(bank, name).expect(200);
  });

  test('are over at another replica within a second, and here at once', async () => {
    await act('end-sessions').expect(200);
    expect(await isRefusedAt(bank, ada)).toBe(true);
    const begun = performance.now();
    await until(() => isRefusedAt(replica, ada));
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});

describe('an account', () => {
  test('is disabled: all sessions end, logins are refused, and the person sees why', async () => {
    expect((await act('disable').expect(200)).body).toEqual({ changed: true });
    expect(await endOf(bank, ada)).toBe('ended_by_bank');
    expect((await login(bank, name)).body).toMatchObject({ code: 'account_disabled' });
    expect((await act('disable').expect(200)).body).toEqual({ changed: false });
    expect((await act('enable').expect(200)).body).toEqual({ changed: true });
    expect((await act('enable').expect(200)).body).toEqual({ changed: false });
    const { body } = await bank.request.get('/api/events').set((await signIn(bank, name)).headers);
    const told = body.events.filter(({ kind }: { kind: string }) => kind.startsWith('support'));
    const mine = { note: REASON, device: null, address: null };
    expect(told).toEqual([
      expect.objectContaining({ kind: 'support_enabled', ...mine }),
      expect.objectContaining({ kind: 'support_enabled', ...mine }),
      expect.objectContaining({ kind: 'support_disabled', sessions: 0, ...mine }),
      expect.objectContaining({ kind: 'support_disabled', sessions: 1, ...mine }),
    ]);
    expect(JSON.stringify(told)).not.toMatch(/eve|byName/);
  });

  test('is free again of the attempts of strangers', async () => {
    await login(bank, name, 'wrong-horse-battery-staple', '203.0.113.1').expect(401);
    await sql(bank, "UPDATE login_counts SET counted = 90 WHERE key LIKE 'account:%' AND counted > 0");
    await login(bank, name, PASSWORD, '203.0.113.2').expect(429);
    expect((await act('enable').expect(200)).body).toEqual({ changed: true });
    await login(bank, name, PASSWORD, '203.0.113.2').expect(200);
  });

  test.each(['end-sessions', 'disable'])('is left as it was by an act that cannot be recorded: %s', async (step) => {
    const answer = await withoutRecords(bank, 'support%', async () => act(step));
    expect(answer.status).toBe(500);
    expect(await endOf(bank, ada)).toBeNull();
    await bank.request.get('/api/me').set(ada.headers).expect(200);
    await login(bank, name).expect(200);
  });
});

describe('refused, and on the record of who asked', () => {
  const steps = ['look', 'end-sessions', 'disable', 'enable'];
  const of = (step: string, whom: { sub: string; username: string }) =>
    support(bank, step, eve, {
      ...(step === 'look' ? { username: whom.username } : { sub: whom.sub }),
      reason: REASON,
    });
  const refusedOf = async () => (await eventsOf(bank, eve)).at(-1);

  test.each(steps)('one who is not there: %s', async (step) => {
    const nobody = { sub: '00000000-0000-4000-8000-000000000000', username: 'nobody' };
    expect((await of(step, nobody)).body).toMatchObject({ status: 404, code: 'person_not_found' });
    const whom = step === 'look' ? { username: 'nobody' } : { person: nobody.sub };
    expect(await refusedOf()).toMatchObject({
      kind: 'support_refused',
      session_id: eve.sid,
      detail: { reason: 'person_not_found', note: REASON, ...whom },
    });
  });

  test('a name that can be nobody’s, which is not kept: it may be a password in the wrong field', async () => {
    const answer = await of('look', { sub: '', username: 'hunter2 is my password' });
    expect(answer.body).toMatchObject({ status: 404, code: 'person_not_found' });
    expect(JSON.stringify(await refusedOf())).not.toContain('hunter2');
  });

  test.each(steps)('the own account: %s', async (step) => {
    expect((await of(step, { sub: eve.sub, username: 'eve' })).body).toMatchObject({
      status: 403,
      code: 'own_account',
    });
    expect(await refusedOf()).toMatchObject({ kind: 'support_refused', detail: { reason: 'own_account' } });
    expect(await endOf(bank, eve)).toBeNull();
  });

  test.each(steps)('another one of the support desk: %s', async (step) => {
    const username = `fay-${step}`;
    const fay = await signInAs(bank, username, 'support');
    const answer = await of(step, { sub: fay.sub, username });
    expect(answer.body).toMatchObject({ status: 403, code: 'support_account' });
    expect(JSON.stringify(answer.body)).not.toContain(fay.sub);
    expect(await refusedOf()).toMatchObject({ detail: { reason: 'support_account', person: fay.sub } });
    expect((await eventsOf(bank, fay)).map(({ kind }) => kind)).toEqual(['registered', 'login']);
    await login(bank, username).expect(200);
  });

  test.each([
    ['of another person', async () => (await signIn(bank, 'eve')).sid],
    ['that is over', async () => (await act('end-sessions'), ada.sid)],
    ['that never was', async () => '00000000-0000-4000-8000-000000000000'],
  ])('a session %s', async (_, sidOf) => {
    const sessionId = await sidOf();
    expect((await act('end-sessions', { sessionId })).body).toMatchObject({ status: 404, code: 'session_not_found' });
    expect(await refusedOf()).toMatchObject({ detail: { reason: 'session_not_found', person: ada.sub } });
  });
});
