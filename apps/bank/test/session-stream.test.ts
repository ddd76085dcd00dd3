import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { EventStream } from '@latchkey/testing';
import { runUsers } from '../src/commands/users.command.js';
import { PASSWORD, register, startBank, type Bank } from './bank.js';
import { captureOutput, withVariables } from './command-output.js';
import { signIn, sql, type SignedIn } from './signed-in.js';
import { signInAs, support } from './staff.js';

let bank: Bank;
let replica: Bank;
let ada: string;
let count = 0;
let restore: () => void;
const opened: EventStream[] = [];
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' });
  replica = await startBank({}, bank.database);
});
beforeEach(async () => {
  restore = withVariables({ DATABASE_URL: bank.database.url, SSO_REGISTRY_FILE: bank.config.SSO_REGISTRY_FILE });
  captureOutput();
  await register(bank, (ada = `ada-${(count += 1)}`)).expect(201);
});
afterEach(() => {
  jest.restoreAllMocks();
  restore();
  for (const stream of opened.splice(0)) stream.leave();
});
afterAll(async () => {
  await replica?.close();
  await bank?.close();
});

async function open({ headers }: Pick<SignedIn, 'headers'>, at = bank): Promise<EventStream> {
  const stream = await EventStream.open(`${at.url}/api/session/stream`, { ...headers });
  opened.push(stream);
  return stream;
}

const post = (path: string, { headers }: SignedIn, body: object = {}) =>
  bank.request.post(path).set(headers).send(body);

const acts: [string, string, (own: SignedIn, other: SignedIn) => Promise<unknown>][] = [
  ['a logout', 'session_ended', (own) => post('/api/logout', own).expect(204)],
  ['a logout everywhere', 'session_ended', (_, other) => post('/api/logout/everywhere', other).expect(204)],
  [
    'the end of this device from another one',
    'session_ended',
    ({ sid }, { headers }) => bank.request.delete(`/api/sessions/${sid}`).set(headers).expect(204),
  ],
  [
    'a change of the password on another device',
    'session_ended',
    (_, other) =>
      post('/api/password', other, { currentPassword: PASSWORD, newPassword: 'wet-giraffe-eats-7-umbrellas' }).expect(
        204,
      ),
  ],
  [
    'the wish to be deleted',
    'session_ended',
    (_, other) => post('/api/account/deletion', other, { password: PASSWORD }).expect(202),
  ],
  ['the disabling of the person by an operator', 'session_ended', () => runUsers(['disable', ada])],
  [
    'the end of all sessions by the support desk',
    'session_ended',
    async ({ sub }) => {
      const desk = await signInAs(bank, `desk-${count}`, 'support');
      return support(bank, 'end-sessions', desk, { sub, reason: 'Asked for by telephone.' }).expect(200);
    },
  ],
  ['a role that was granted', 'renew_required', () => runUsers(['grant', ada, 'support'])],
];

test.each(acts)('%s ends a stream of the bank at every replica within a second: %s', async (_, code, act) => {
  const [own, other] = [await signIn(bank, ada), await signIn(bank, ada)];
  const streams = [await open(own), await open(own, replica)];
  await act(own, other);
  const since = performance.now();
  for (const { code: heard, at } of await Promise.all(streams.map(({ over }) => over)))
    expect([heard, at - since < 1000]).toEqual([code, true]);
});

test('a stream is no use of the session', async () => {
  const own = await signIn(bank, ada);
  const row = () => sql(bank, 'SELECT * FROM sessions WHERE id = $1', [own.sid]);
  const before = await row();
  await open(own);
  await open(own, replica);
  expect(await row()).toEqual(before);
});

test('others hear nothing of it', async () => {
  await register(bank, `${ada}-other`).expect(201);
  const [own, other] = [await signIn(bank, ada), await signIn(bank, `${ada}-other`)];
  const [ending, staying] = [await open(own), await open(other)];
  await post('/api/logout', own).expect(204);
  await ending.over;
  expect(staying.text).toBe('retry: 2000\n: open\n\n');
});
