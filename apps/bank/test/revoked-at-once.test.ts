import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { AuditService } from '../src/audit/audit.service.js';
import { RevokedSessionsService } from '../src/sessions/revoked-sessions.service.js';
import { register, startBank, type Bank } from './bank.js';
import { until } from './feed-reader.js';
import { signIn, sql } from './signed-in.js';

let bank: Bank;
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' });
  await register(bank, 'ada').expect(201);
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => bank?.close());

const logouts = [
  ['logout', '/api/logout', 1],
  ['logout everywhere', '/api/logout/everywhere', 2],
] as const;

async function logOut(path: string, sessions: number): Promise<void> {
  const [own, other] = [await signIn(bank, 'ada'), await signIn(bank, 'ada')];
  await bank.request.post(path).set(own.headers).expect(204);
  for (const { headers } of [own, other].slice(0, sessions)) {
    const { status, body } = await bank.request.get('/api/me').set(headers);
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'session_ended' });
  }
}

test.each(logouts)('after a %s the very next request is refused', async (_, path, sessions) => {
  for (let round = 0; round < 10; round += 1) await logOut(path, sessions);
});

test.each(logouts)('after a %s whose commit took long it is refused as well', async (_, path, sessions) => {
  const audit = bank.app.get(AuditService);
  const ended = bank.app.get(RevokedSessionsService);
  const record = audit.record.bind(audit);
  jest.spyOn(audit, 'record').mockImplementation(async (event, client) => {
    await record(event, client);
    if (event.kind === 'login') return;
    // Until what was ended a moment ago, and is not committed, is older than what each reading looks for.
    await ended.readNow();
    const known = ended.asOf!;
    await until(() => ended.asOf! > known + 1000);
  });
  await logOut(path, sessions);
});

test('after a logout during which the listening connection was lost it is refused as well', async () => {
  const listening = `FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'bank latchkey_revocations'`;
  const audit = bank.app.get(AuditService);
  const record = audit.record.bind(audit);
  jest.spyOn(audit, 'record').mockImplementation(async (event, client) => {
    await record(event, client);
    if (event.kind === 'logout') await sql(bank, `SELECT pg_terminate_backend(pid) ${listening}`);
  });
  for (let round = 0; round < 5; round += 1) {
    await until(async () => (await sql(bank, `SELECT 1 ${listening}`)).length === 1);
    await logOut('/api/logout', 1);
  }
});
