import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DeliverySigner, KeyRing, keySetOfFile } from '@latchkey/verifier';
import { TEST_ISSUER, TEST_SECRET } from '@latchkey/testing';
import { register, startBank, type Bank } from './bank.js';
import { endOf, eventsOf, signIn, sql, type SignedIn } from './signed-in.js';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-delivered-'));
const own = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
const keyFile = join(folder, 'key.json');
writeFileSync(keyFile, JSON.stringify(own));
const registry = join(folder, 'registry.json');
const { kty, crv, x } = own;
writeFileSync(
  registry,
  JSON.stringify([
    { id: 'bank', name: 'Bank', url: TEST_ISSUER },
    { id: 'retirement', name: 'Retirement', url: 'http://retirement.demo.localhost:3002' },
    { id: 'pension', name: 'Pension', url: 'http://pension.demo.localhost:3003', key: { kty, crv, x } },
  ]),
);
const shared = new KeyRing(
  keySetOfFile(
    JSON.stringify({
      keys: [{ kty: 'oct', alg: 'HS256', kid: 's', k: Buffer.from(TEST_SECRET).toString('base64url') }],
    }),
    { holdsPrivateKeys: false },
  ),
);

let bank: Bank;
let ada: string;
let count = 0;
beforeAll(async () => {
  const keys = {
    keys: [{ kty: 'oct', alg: 'HS256', kid: 's', k: Buffer.from(TEST_SECRET).toString('base64url') }],
    signing: 's',
  };
  const file = join(folder, 'keys.json');
  writeFileSync(file, JSON.stringify(keys));
  bank = await startBank({
    JWT_SECRET: undefined,
    JWT_KEYS_FILE: file,
    SSO_REGISTRY_FILE: registry,
    THROTTLE_ACCOUNT: '0',
    THROTTLE_ADDRESS: '0',
  });
});
beforeEach(async () => {
  ada = `ada-${(count += 1)}`;
  await register(bank, ada).expect(201);
});
afterAll(async () => {
  await bank?.close();
  rmSync(folder, { recursive: true });
});

const proofOf = ({ sid, sub }: SignedIn, everywhere = false, service = 'retirement', file?: string): string =>
  new DeliverySigner(shared, { service, issuer: TEST_ISSUER, keyFile: file }).proof({ sid, sub, everywhere })!;
const deliver = (proof: unknown) => bank.request.post('/api/logout/delivered').send({ proof });
const lastEvent = async (one: SignedIn) => {
  const { body } = await bank.request
    .get('/api/events')
    .set((await signIn(bank, ada)).headers)
    .expect(200);
  return (
    body.events.find(({ kind }: { kind: string }) => kind.startsWith('logout')) ?? (await eventsOf(bank, one)).at(-1)
  );
};

describe('a logout that a service tells of', () => {
  test('ends the session, and the event names the service by its proof', async () => {
    const [one, other] = [await signIn(bank, ada), await signIn(bank, ada)];
    await deliver(proofOf(one)).set('User-Agent', 'curl/8').expect(204);
    expect([await endOf(bank, one), await endOf(bank, other)]).toEqual(['logout', null]);
    expect(await lastEvent(one)).toMatchObject({ kind: 'logout', service: 'Retirement', device: null });
  });

  test('ends all sessions if it was meant for everywhere, also long after the token has expired', async () => {
    const [one, other] = [await signIn(bank, ada), await signIn(bank, ada)];
    await sql(bank, "UPDATE sessions SET last_used_at = clock_timestamp() - interval '2 h' WHERE id = $1", [one.sid]);
    await deliver(proofOf(one, true, 'pension', keyFile)).expect(204);
    expect([await endOf(bank, one), await endOf(bank, other)]).toEqual(['everywhere', 'everywhere']);
    expect(await lastEvent(one)).toMatchObject({ kind: 'logout_everywhere', service: 'Pension' });
  });

  test('may be told twice, and a replay ends nothing that was opened since', async () => {
    const one = await signIn(bank, ada);
    const [here, all] = [proofOf(one), proofOf(one, true)];
    await deliver(here).expect(204);
    await deliver(here).expect(204);
    await deliver(all).expect(204);
    const later = await signIn(bank, ada);
    await sql(bank, "UPDATE sessions SET ended_at = ended_at - interval '2 min' WHERE id = $1", [one.sid]);
    expect((await deliver(all).expect(401)).body.code).toBe('session_ended');
    expect(await endOf(bank, later)).toBeNull();
  });

  test("ends no session of another person's", async () => {
    const [one, other] = [await signIn(bank, ada), await signIn(bank, ada)];
    await deliver(proofOf({ ...one, sub: '00000000-0000-4000-8000-000000000000' })).expect(204);
    expect([await endOf(bank, one), await endOf(bank, other)]).toEqual([null, null]);
  });

  test('is not believed without its proof', async () => {
    const one = await signIn(bank, ada);
    const proofs = [
      proofOf(one, true, 'pension'),
      proofOf(one, true, 'blog'),
      proofOf(one, true, 'bank'),
      one.token,
      'x',
    ];
    for (const proof of proofs) expect((await deliver(proof).expect(401)).body.code).toBe('delivery_invalid');
    for (const body of [{}, { proof: 1 }, { proof: proofOf(one), more: 1 }])
      await bank.request.post('/api/logout/delivered').send(body).expect(400);
    await bank.request
      .get('/api/me')
      .set('Authorization', `Bearer ${proofOf(one)}`)
      .expect(401);
    await bank.request.post('/api/logout/delivered').set(one.headers).set('User-Agent', 'Latchkey-Service').expect(400);
    expect(await endOf(bank, one)).toBeNull();
  });
});

test('the list of services tells nothing of keys', async () => {
  const { body } = await bank.request.get('/.well-known/latchkey/services').expect(200);
  expect(body.services.map((entry: object) => Object.keys(entry))).toEqual(Array(3).fill(['id', 'name', 'url']));
});

test('a token of an earlier release’s delivery is still heard', async () => {
  const one = await signIn(bank, ada);
  await bank.request.post('/api/logout').set(one.headers).set('User-Agent', 'Latchkey-Service').expect(204);
  expect(await endOf(bank, one)).toBe('logout');
});
