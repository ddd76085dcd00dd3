import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tokenFor } from '@latchkey/testing';
import { login, register, startBank, type Bank } from './bank.js';
import { withoutRecords } from './held-table.js';
import { eventsOf, signedIn, signIn, sql, type SignedIn } from './signed-in.js';
import { signInAs, support } from './staff.js';

const REASON = 'Asked by phone, ticket 4711';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
let bank: Bank;
let eve: SignedIn;
let count = 0;
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' });
  eve = await signInAs(bank, 'eve', 'support');
});
afterAll(() => bank?.close());

/** A person who has logged in twice. */
async function person(): Promise<{ name: string; one: SignedIn; other: SignedIn }> {
  const name = `ada-${(count += 1)}`;
  await register(bank, name).expect(201);
  const one = await signIn(bank, name);
  return { name, one, other: await signIn(bank, name, { agent: FIREFOX, address: '203.0.113.9' }) };
}
const look = (username: string, { by = eve, reason = REASON } = {}) =>
  support(bank, 'look', by, { username, reason }).set('X-Forwarded-For', '198.51.100.7');

describe('a look', () => {
  test('shows state, sessions and newest events of a person', async () => {
    const { name, one, other } = await person();
    const { body } = await look(name).expect(200);
    expect(body.person).toEqual({
      sub: one.sub,
      username: name,
      registeredAt: expect.stringMatching(/^20.*Z$/),
      isDisabled: false,
      deletionAt: null,
      roles: [],
    });
    expect(body.sessions).toEqual([
      expect.objectContaining({
        id: other.sid,
        device: 'Firefox on Linux',
        address: '203.0.113.9',
        current: false,
      }),
      expect.objectContaining({ id: one.sid, device: 'curl', current: false }),
    ]);
    expect(body.events.map(({ kind }: { kind: string }) => kind)).toEqual(['login', 'login', 'registered']);
  });

  test('finds who is disabled, who is leaving, and who has roles', async () => {
    const { name, one } = await person();
    await sql(
      bank,
      `WITH a AS (INSERT INTO user_roles (user_id, role) VALUES ($1, 'auditor'), ($1, 'adviser'))
       UPDATE users SET disabled_at = now(), deletion_requested_at = '2026-11-20T10:00:00Z' WHERE id = $1`,
      [one.sub],
    );
    expect((await look(name.toUpperCase()).expect(200)).body.person).toMatchObject({
      isDisabled: true,
      deletionAt: '2026-11-27T10:00:00.000Z',
      roles: ['adviser', 'auditor'],
    });
  });

  test('shows the newest 20 events, and all 20 sessions that one may have', async () => {
    const { name } = await person();
    for (let i = 0; i < 19; i += 1) await login(bank, name).expect(200);
    const { body } = await look(name).expect(200);
    expect([body.sessions.length, body.events.length]).toEqual([20, 20]);
  });

  test('is on record of the person, with who looked; the person sees why, and not who or where from', async () => {
    const { name, one } = await person();
    await look(name, { reason: `  ${REASON} ` }).expect(200);
    const detail = { note: REASON, by: eve.sub, byName: 'eve', bySession: eve.sid };
    expect((await eventsOf(bank, one)).at(-1)).toMatchObject({ kind: 'support_looked', session_id: null, detail });
    const { body } = await bank.request.get('/api/events').set(one.headers).expect(200);
    expect(body.events[0]).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      kind: 'support_looked',
      device: null,
      address: null,
      current: false,
      note: REASON,
    });
    const { body: again } = await look(name).expect(200);
    expect(again.events[0]).toMatchObject({ kind: 'support_looked', device: null, address: null });
  });

  test('that cannot be recorded shows nothing, be it refused or not', async () => {
    const { name, one } = await person();
    const [found, nobody] = await withoutRecords(bank, 'support%', async () => [
      await look(name),
      await look('nobody'),
    ]);
    expect([found!.status, nobody!.status]).toEqual([500, 500]);
    expect(JSON.stringify([found!.body, nobody!.body])).not.toContain(one.sub);
    expect({ ...found!.body, requestId: '' }).toEqual({ ...nobody!.body, requestId: '' });
    expect((await eventsOf(bank, one)).at(-1)).toMatchObject({ kind: 'login' });
  });
});

describe('the support desk is not for', () => {
  const steps = ['look', 'end-sessions', 'disable', 'enable'];
  const body = { username: 'eve', sub: '00000000-0000-4000-8000-000000000000', reason: REASON };
  const bodyOf = (step: string) => (step === 'look' ? { ...body, sub: undefined } : { ...body, username: undefined });

  test.each(steps)('somebody without the role: %s', async (step) => {
    const { one } = await person();
    const answer = await support(bank, step, one, bodyOf(step));
    expect(answer.body).toMatchObject({ status: 403, code: 'role_missing', roles: ['support'] });
    expect((await eventsOf(bank, one)).map(({ kind }) => kind)).not.toContain('support_refused');
  });

  test.each(steps)('a token with a role that the bank never gave: %s', async (step) => {
    const { one } = await person();
    const forged = signedIn(tokenFor({ sub: one.sub, sid: one.sid, roles: ['support'] }));
    expect((await support(bank, step, forged, bodyOf(step))).body).toMatchObject({
      status: 401,
      code: 'token_invalid',
    });
  });

  test.each(steps)('a token from before a change of rights, which is renewed: %s', async (step) => {
    const fay = await signInAs(bank, `fay-${step}`, 'support');
    await sql(bank, 'UPDATE users SET rights_version = rights_version + 1 WHERE id = $1', [fay.sub]);
    expect((await support(bank, step, fay, bodyOf(step))).body).toMatchObject({ status: 401, code: 'renew_required' });
  });
});

describe('a body is refused', () => {
  const fine = { username: 'ada', reason: REASON };
  const sub = '00000000-0000-4000-8000-000000000000';
  test.each<[string, string, Record<string, unknown>, string]>([
    ['without a reason', 'look', { ...fine, reason: undefined }, '/reason'],
    ['with two characters of reason', 'look', { ...fine, reason: 'no' }, '/reason'],
    ['with white space for a reason', 'look', { ...fine, reason: '     ' }, '/reason'],
    ['with 201 characters of reason', 'look', { ...fine, reason: 'x'.repeat(201) }, '/reason'],
    ['with a reason of two lines', 'look', { ...fine, reason: 'one\ntwo' }, '/reason'],
    ['with a line end of another script', 'look', { ...fine, reason: 'one\u2028two' }, '/reason'],
    ['with a control character', 'look', { ...fine, reason: 'one\u0007two' }, '/reason'],
    ['with NUL', 'look', { ...fine, reason: 'one\0two' }, '/reason'],
    ['with a mark that turns the writing', 'look', { ...fine, reason: 'one\u202etwo' }, '/reason'],
    ['with half a character', 'look', { ...fine, reason: 'one\ud800two' }, '/reason'],
    ['with a reason that is no text', 'look', { ...fine, reason: 12345 }, '/reason'],
    ['without a name', 'look', { reason: REASON }, '/username'],
    ['with an empty name', 'look', { ...fine, username: '' }, '/username'],
    ['with more than it knows', 'look', { ...fine, sub }, ''],
    ['with no person', 'disable', { reason: REASON }, '/sub'],
    ['with a name for a person', 'enable', { reason: REASON, sub: 'ada' }, '/sub'],
    ['with more to disable than it knows', 'disable', { reason: REASON, sub, until: 'tomorrow' }, ''],
    ['with a session that can be none', 'end-sessions', { reason: REASON, sub, sessionId: 'all' }, '/sessionId'],
    ['with null for a session', 'end-sessions', { reason: REASON, sub, sessionId: null }, '/sessionId'],
  ])('%s', async (_, step, body, pointer) => {
    const answer = await support(bank, step, eve, body);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_body']);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });
});
