import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { register, startBank, type Bank } from './bank.js';
import { signIn } from './signed-in.js';

let bank: Bank;
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' });
  await register(bank, 'ada').expect(201);
});
afterAll(() => bank?.close());

test.each([
  ['logout', '/api/logout', 1],
  ['logout everywhere', '/api/logout/everywhere', 2],
])('after a %s the very next request is refused', async (_, path, sessions) => {
  for (let round = 0; round < 10; round += 1) {
    const [own, other] = [await signIn(bank, 'ada'), await signIn(bank, 'ada')];
    await bank.request.post(path).set(own.headers).expect(204);
    for (const { headers } of [own, other].slice(0, sessions)) {
      const { status, body } = await bank.request.get('/api/me').set(headers);
      expect({ status, code: body.code }).toEqual({ status: 401, code: 'session_ended' });
    }
  }
});
