import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TokenVerifier } from '@latchkey/verifier';
import { Database } from '@latchkey/service';
import { testDatabase, type TestDatabase } from '@latchkey/testing';
import { createHmac } from 'node:crypto';
import { bank as definition } from '../src/bank.module.js';
import { login, register, startBank, type Bank } from './bank.js';
import { partOf, readFeed, sessionMaker, sidsOf, until } from './feed-reader.js';

let database: TestDatabase;
let banks: [Bank, Bank];
let maker: Awaited<ReturnType<typeof sessionMaker>>;
beforeAll(async () => {
  database = await testDatabase(definition);
  banks = [await startBank({}, database), await startBank({}, database)];
  maker = await sessionMaker(banks[0]);
  await register(banks[0], 'ada').expect(201);
});
afterAll(async () => {
  await Promise.all((banks ?? []).map((bank) => bank.close()));
  await database?.drop();
});

const tokenOf = async () => (await login(banks[0], 'ada').expect(200)).body.access_token as string;
const sidOf = (token: string) => (partOf(token, 1) as { sid: string }).sid;
// Told in whole seconds; an answer is signed again each second.
const expectIssuedSince = (asked: number, iat: number) => {
  expect(iat).toBeGreaterThanOrEqual(Math.floor(asked / 1000) - 1);
  expect(iat).toBeLessThanOrEqual(Date.now() / 1000);
};
/** What one test ended is no news to the next. */
const namedEverywhere = (sids: readonly string[]) =>
  until(async () => {
    const named = (await Promise.all(banks.map((bank) => readFeed(bank)))).map(sidsOf);
    return named.every((known) => sids.every((sid) => known.includes(sid)));
  });
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

describe('the feed', () => {
  test('names a session that was ended here, and says so in a signed answer', async () => {
    const token = await tokenOf();
    await banks[0].request.post('/api/logout').set(bearer(token)).expect(204);
    await namedEverywhere([sidOf(token)]);
    const asked = Date.now();
    const { headers, text, claims } = await readFeed(banks[0]);
    expect(headers.get('content-type')).toBe('application/jwt');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('etag')).toBe(`"${claims.etag}"`);
    expect(partOf(text, 0)).toEqual({ alg: 'HS256', typ: 'revocations+jwt', kid: expect.any(String) });
    expect(claims).toMatchObject({ kind: 'set', iss: 'http://bank.demo.localhost:3001' });
    expectIssuedSince(asked, claims.iat);
    for (const part of [0, 1])
      expect(JSON.stringify(partOf(text, part))).toBe(Buffer.from(text.split('.')[part]!, 'base64url').toString());
    const signed = text.slice(0, text.lastIndexOf('.'));
    const mac = createHmac('sha256', banks[0].config.JWT_SECRET!).update(signed).digest('base64url');
    expect(text.split('.')[2]).toBe(mac);
  });

  test('is no access token', async () => {
    const { text } = await readFeed(banks[0]);
    const refused = await banks[0].request.get('/api/me').set(bearer(text)).expect(401);
    expect(refused.body.code).toBe('token_invalid');
    expect(() => banks[0].app.get(TokenVerifier).verify(text)).toThrow();
  });

  test('keeps a copied token out, at every replica', async () => {
    const token = await tokenOf();
    for (const { request } of banks) await request.get('/api/me').set(bearer(token)).expect(200);
    await banks[0].request.post('/api/logout').set(bearer(token)).expect(204);
    for (const { request } of banks) {
      await until(async () => (await request.get('/api/me').set(bearer(token))).status === 401);
      expect((await request.get('/api/me').set(bearer(token))).body.code).toBe('session_ended');
    }
  });

  test('says the same, under the same etag, at every replica', async () => {
    const sids = await maker.open(40);
    for (const sid of sids.toReversed()) await maker.end([sid]);
    await namedEverywhere(sids);
    const [one, other] = await Promise.all(banks.map((bank) => readFeed(bank)));
    expect(one!.claims.etag).toBe(other!.claims.etag);
    expect(sidsOf(one!)).toEqual(sidsOf(other!));
    expect(sidsOf(one!)).toEqual(expect.arrayContaining(sids));
  });

  test('knows after a restart what had ended before, and says it under the same etag', async () => {
    const sids = await maker.open(1);
    await maker.end(sids);
    await namedEverywhere(sids);
    const late = await startBank({}, database);
    try {
      const [before, after] = [await readFeed(banks[0]), await readFeed(late)];
      expect([after.claims.etag, sidsOf(after)]).toEqual([before.claims.etag, sidsOf(before)]);
    } finally {
      await late.close();
    }
  });
});

describe('a waiting request', () => {
  test('is answered when a session ends, at the other replica too', async () => {
    let { etag } = (await readFeed(banks[1])).claims;
    for (let round = 0; round < 20; round++) {
      const [sid] = await maker.open(1);
      const waiting = readFeed(banks[1], { etag, wait: 5 });
      await new Promise((resolve) => setTimeout(resolve, 30));
      await maker.end([sid!]);
      expect(sidsOf(await waiting)).toContain(sid);
      etag = (await waiting).claims.etag;
    }
  });

  test('needs no poll for that: ending a session notifies', async () => {
    let calls = 0;
    const listener = banks[0].app.get(Database).listen('latchkey_revocations', () => void calls++);
    // Called once as the subscription begins.
    await until(() => calls === 1);
    const sids = await maker.open(1);
    await maker.end(sids);
    await until(() => calls > 1);
    await namedEverywhere(sids);
    await listener.close();
  });

  test('is answered with a heartbeat when its time is over, never with an empty 304', async () => {
    const { etag } = (await readFeed(banks[0])).claims;
    const asked = Date.now();
    const { status, claims, ms } = await readFeed(banks[0], { etag, wait: 1 });
    expect(status).toBe(200);
    expect(claims).toEqual({ kind: 'heartbeat', iss: expect.any(String), iat: expect.any(Number), etag });
    expectIssuedSince(asked, claims.iat);
    expect(ms).toBeGreaterThan(950);
  });

  test('is not woken by sessions that are used and renewed', async () => {
    const [sid] = await maker.open(1);
    const { etag } = (await readFeed(banks[0])).claims;
    const waiting = readFeed(banks[0], { etag, wait: 1 });
    await banks[0].app
      .get(Database)
      .query('UPDATE sessions SET generation = generation + 1, last_used_at = clock_timestamp() WHERE id = $1', [sid]);
    expect((await waiting).claims.kind).toBe('heartbeat');
  });
});

// Last, since the other replicas meet these old ends whenever they compare the whole window.
test('forgets what ended before the oldest token that may live', async () => {
  const { TOKEN_TTL } = banks[0].config;
  const [kept, gone] = [await maker.open(1, TOKEN_TTL + 100), await maker.open(1, TOKEN_TTL + 200)];
  const late = await startBank({}, database);
  try {
    const sids = sidsOf(await readFeed(late));
    expect(sids).toContain(kept[0]);
    expect(sids).not.toContain(gone[0]);
  } finally {
    await late.close();
  }
});
