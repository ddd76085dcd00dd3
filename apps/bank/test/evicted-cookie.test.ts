import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { register, startBank, type Bank } from './bank.js';
import { HOUSE_PAGE, OWN_PAGE, REFRESH_COOKIE, pageTokensOf, sidOf, type Tokens } from './refresh-client.js';
import { endOf } from './signed-in.js';

// A sibling host sets more cookies than a browser keeps for a site: the oldest goes, which is the refresh cookie. Then it
// plants the access cookie of a session of its own.
const ACCESS = '__Secure-latchkey';
let bank: Bank;
let own: Tokens;
let strangers: Tokens;
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' });
  await register(bank, 'ada').expect(201);
  await register(bank, 'mallory').expect(201);
  [own, strangers] = [await pageTokensOf(bank, 'ada'), await pageTokensOf(bank, 'mallory')];
});
afterAll(() => bank?.close());

const access = ({ access_token: token }: Tokens): string => `${ACCESS}=${token}`;
const refresh = ({ refresh_token: token }: Tokens): string => `${REFRESH_COOKIE}=${token}`;
const cookies = (...all: string[]) => ({ Cookie: all.join('; ') });

describe('at the bank an access cookie alone opens nothing', () => {
  test.each([
    ['GET', '/api/me'],
    ['GET', '/api/sessions'],
    ['GET', '/api/events'],
    ['POST', '/api/logout/everywhere'],
    ['POST', '/api/password'],
    ['DELETE', `/api/sessions/${randomUUID()}`],
  ])('%s %s', async (method, path) => {
    const send = bank.request[method.toLowerCase() as 'get'];
    for (const carried of [[access(strangers)], [access(own)], [access(strangers), refresh(own)]]) {
      const { status, body } = await send(path).set({ ...OWN_PAGE, ...cookies(...carried) });
      expect([status, body.code]).toEqual([401, 'token_missing']);
    }
    expect(await endOf(bank, { sid: sidOf(strangers.refresh_token) })).toBeNull();
  });

  test('next to the refresh cookie of its own session it counts', async () => {
    const { body } = await bank.request
      .get('/api/me')
      .set(cookies(access(own), refresh(own)))
      .expect(200);
    expect(body.username).toBe('ada');
  });

  test('as a bearer token it counts nowhere: it left the browser', async () => {
    const { body } = await bank.request.get('/api/me').set('Authorization', `Bearer ${own.access_token}`).expect(401);
    expect(body.code).toBe('token_invalid');
  });

  test('it may end its own session, so that nobody is kept in one that was left', async () => {
    const left = await pageTokensOf(bank, 'ada');
    const { headers } = await bank.request
      .post('/api/logout')
      .set({ ...OWN_PAGE, ...cookies(access(left)) })
      .expect(204);
    expect(String(headers['set-cookie'])).toContain(`${ACCESS}=;`);
    expect(await endOf(bank, { sid: sidOf(left.refresh_token) })).toBe('logout');
  });
});

describe('a page of another service asks the bank whose session this browser has', () => {
  const ask = (sid: string | undefined, ...carried: string[]) =>
    bank.request
      .get('/api/refresh')
      .query(sid === undefined ? {} : { sid })
      .set({ ...HOUSE_PAGE, ...cookies(...carried) });
  const forged = (tokens: Tokens): string => `${refresh(tokens).slice(0, -3)}AAA`;

  test('and is told yes or no, and nothing else', async () => {
    const sid = sidOf(own.refresh_token);
    const answers = [
      await ask(sid, refresh(own)),
      await ask(sidOf(strangers.refresh_token), refresh(own), access(strangers)),
      await ask(sid),
      await ask(sid, access(own)),
      await ask(sid, forged(own)),
      await ask(sid, refresh(own), refresh(strangers)),
      await ask(undefined, refresh(own)),
      await ask('x', `${REFRESH_COOKIE}=x`),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers.map(({ body }) => body)).toEqual([true, ...Array(7).fill(false)].map((current) => ({ current })));
    expect(answers[0]!.headers).toMatchObject({
      'access-control-allow-origin': HOUSE_PAGE.Origin,
      'access-control-allow-credentials': 'true',
      'cache-control': 'no-store',
    });
    expect(answers.map(({ headers }) => headers['set-cookie'])).toEqual(answers.map(() => undefined));
  });

  test('a page that is none of ours cannot read the answer', async () => {
    const foreign = { Origin: 'http://blog.demo.localhost:3002', 'Sec-Fetch-Site': 'same-site' };
    const { headers } = await ask(sidOf(own.refresh_token), refresh(own)).set(foreign);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});
