import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { waitUntil } from '@latchkey/testing';
import { runUsers } from '../src/commands/users.command.js';
import { register, startBank, type Bank } from './bank.js';
import { captureOutput, withVariables } from './command-output.js';
import { claimsOf, refresh, tokensOf, type Tokens } from './refresh-client.js';
import { endOf } from './signed-in.js';

let bank: Bank;
let replica: Bank;
let restore: () => void;
let ada: string;
let count = 0;
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
});
afterAll(async () => {
  await replica?.close();
  await bank?.close();
});

const me = async (at: Bank, { access_token: token }: Pick<Tokens, 'access_token'>) => {
  const { status, body } = await at.request.get('/api/me').set('Authorization', `Bearer ${token}`);
  return status === 200 ? body.roles : body.code;
};
const renewed = async ({ refresh_token }: Tokens) => (await refresh(bank, refresh_token).expect(200)).body as Tokens;

test.each(['grant', 'revoke'])('a %s counts at every replica, and nobody is logged out', async (step) => {
  if (step === 'revoke') await runUsers(['grant', ada, 'support']);
  const [before, after] = step === 'grant' ? [[], ['support']] : [['support'], []];
  let tokens = await tokensOf(bank, ada);
  const devices = [tokens, await tokensOf(replica, ada)];
  for (const device of devices) expect([await me(bank, device), await me(replica, device)]).toEqual([before, before]);
  expect(await runUsers([step, ada, 'support'])).toBe(0);
  for (const at of [bank, replica])
    for (const device of devices) await waitUntil(async () => (await me(at, device)) === 'renew_required');
  for (const device of devices) {
    tokens = await renewed(device);
    expect([await me(bank, tokens), await me(replica, tokens)]).toEqual([after, after]);
    expect(await endOf(bank, { sid: claimsOf(tokens.access_token)['sid']! })).toBeNull();
  }
});

test('a step that changed nothing has nobody renew anything', async () => {
  const tokens = await tokensOf(bank, ada);
  expect(await runUsers(['revoke', ada, 'support'])).toBe(0);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect([await me(bank, tokens), await me(replica, tokens)]).toEqual([[], []]);
});

test('the change of one person is nothing to another', async () => {
  await register(bank, `${ada}-other`).expect(201);
  const other = await tokensOf(bank, `${ada}-other`);
  const tokens = await tokensOf(bank, ada);
  await runUsers(['grant', ada, 'adviser']);
  await waitUntil(async () => (await me(replica, tokens)) === 'renew_required');
  expect(await me(replica, other)).toEqual([]);
});
