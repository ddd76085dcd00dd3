import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { waitUntil } from '@latchkey/testing';
import { logout, startStack, person, type Stack } from './logout/stack.js';

// ES256 alone: no secret is shared with the bank, and none can be made into a key.
const folder = mkdtempSync(join(tmpdir(), 'latchkey-stored-'));
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { kty, crv, x, y } = privateKey.export({ format: 'jwk' });
const keys = join(folder, 'keys.json');
writeFileSync(keys, JSON.stringify({ keys: [{ kty, crv, x, y, kid: 'e1', alg: 'ES256' }] }));
const own = join(folder, 'service.json');
writeFileSync(own, JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })));
const curve = { JWT_SECRET: undefined, JWT_KEYS_FILE: keys };

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
  await stack.bank.stop();
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true });
});

function curveToken(): { sid: string; token: string } {
  const { sid, token } = person();
  const payload = token.split('.')[1]!;
  const header = Buffer.from(JSON.stringify({ alg: 'ES256', kid: 'e1', typ: 'at+jwt' })).toString('base64url');
  const signature = sign('sha256', Buffer.from(`${header}.${payload}`), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return { sid, token: `${header}.${payload}.${signature.toString('base64url')}` };
}

/** All that the database keeps of a session, as text. */
async function storedOf(sid: string): Promise<{ queued: Record<string, unknown>; text: string }> {
  const [queued] = await stack.query('SELECT * FROM auth_pending_logouts WHERE sid = $1', [sid]);
  const revoked = await stack.query('SELECT * FROM auth_local_revocations WHERE sid = $1', [sid]);
  return { queued: queued!, text: JSON.stringify([queued, revoked]) };
}

test.each([
  ['with a shared secret', {}, person],
  ['with a key of its own', { ...curve, SERVICE_KEY_FILE: own }, curveToken],
] as const)('%s no token of a person is stored for a logout', async (_, env, somebody) => {
  const replica = await stack.replica(env);
  for (const path of ['/api/logout', '/api/logout/everywhere']) {
    const { sid, token } = somebody();
    await logout(replica, token, path).expect(204);
    const { queued, text } = await storedOf(sid);
    expect(queued).toMatchObject({ token: null, sub: expect.any(String), everywhere: path.endsWith('everywhere') });
    for (const part of token.split('.').slice(1)) expect(text).not.toContain(part);
  }
});

test('with neither the token is stored, and delivered: else nothing could be', async () => {
  const replica = await stack.replica(curve);
  const { sid, token } = curveToken();
  await logout(replica, token).expect(204);
  expect((await storedOf(sid)).queued).toMatchObject({ token });
  await stack.bank.start();
  await waitUntil(() => stack.bank.logouts.delivered.some((one) => one.path === '/api/logout' && one.sid === token));
});

test('a replica of the release that knew tokens alone never gives up what it cannot deliver', async () => {
  await stack.bank.stop();
  const { sid, token } = person();
  await logout(await stack.replica(), token).expect(204);
  // Its last try was the sixth.
  expect((await storedOf(sid)).queued['tries']).toBeLessThan(-900_000);
});

test('a key file that is none is an error at start, told readably', async () => {
  await expect(stack.replica({ SERVICE_KEY_FILE: keys })).rejects.toThrow(
    /SERVICE_KEY_FILE.*is not a private Ed25519 key/s,
  );
});
