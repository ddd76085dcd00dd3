import { createPublicKey, generateKeyPairSync, randomBytes, randomUUID, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { DeliverySigner } from '../src/delivery/delivery-signer.js';
import { DeliveryVerifier } from '../src/delivery/delivery-verifier.js';
import { TokenError } from '../src/token/token-error.js';
import { derivedKey, publicKeyOf } from '../src/delivery/service-key.js';
import {
  b64,
  ecJwk,
  ecPair,
  hs256,
  TEST_ISSUER,
  KID,
  now,
  TEST_SECRET,
  token,
  tokenOfTexts,
} from '@latchkey/testing/tokens';
import { ringOf, ringOfSecret, verdict } from './support/verifier.js';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-delivery-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ring = ringOfSecret();
const secret = ring.all()[0]!;
const own = generateKeyPairSync('ed25519');
const jwk = own.privateKey.export({ format: 'jwk' }) as { x: string };
const key = { kty: 'OKP', crv: 'Ed25519', x: jwk.x } as const;
const keyFile = join(folder, 'key.json');
writeFileSync(keyFile, JSON.stringify(jwk));

const bank = new DeliveryVerifier(ring, TEST_ISSUER, [{ id: 'retirement' }, { id: 'pension', key }]);
const ended = { sid: randomUUID(), sub: randomUUID(), everywhere: false };
const proofBy = (service: string, file?: string): string =>
  new DeliverySigner(ring, { service, issuer: TEST_ISSUER, keyFile: file }).proof(ended)!;

function refusal(text: string): string {
  try {
    bank.verify(text);
    return 'taken';
  } catch (error) {
    expect(error).toBeInstanceOf(TokenError);
    expect(error).toMatchObject({ status: 401, code: 'delivery_invalid' });
    return (error as TokenError).reason;
  }
}

const HEADER = { alg: 'EdDSA', kid: KID, typ: 'logout+jwt' };
const claims = (changes: object = {}): object => {
  const iat = now();
  return { iss: 'retirement', aud: TEST_ISSUER, ...ended, iat, exp: iat + 300, jti: randomUUID(), ...changes };
};
const signed = (payload: object, header: object = HEADER, by: KeyObject = derivedKey(secret, 'retirement')): string =>
  tokenOfTexts(JSON.stringify(header), JSON.stringify(payload), (text) => sign(null, Buffer.from(text), by));

describe('a service proves a logout to the bank', () => {
  test('by a key that is made of the secret which both share', () =>
    expect(bank.verify(proofBy('retirement'))).toMatchObject({ iss: 'retirement', ...ended }));

  test('by its own key, where the registry names it', () =>
    expect(bank.verify(proofBy('pension', keyFile))).toMatchObject({ iss: 'pension', ...ended }));

  test('not at all without either', () => {
    const signer = new DeliverySigner(ringOf(ecJwk(ecPair().publicKey, 'e1')), {
      service: 'retirement',
      issuer: TEST_ISSUER,
      keyFile: undefined,
    });
    expect([signer.canProve, signer.proof(ended)]).toEqual([false, undefined]);
  });

  test('also when its clock is off by minutes', () => {
    for (const off of [-290, 290])
      expect(refusal(signed(claims({ iat: now() + off, exp: now() + off + 300 })))).toBe('taken');
  });
});

describe('a forged proof is refused', () => {
  const good = proofBy('retirement');
  const [head, , mac] = good.split('.') as [string, string, string];
  const other = b64(JSON.stringify(claims({ everywhere: true })));
  test.each([
    ['of other claims', () => `${head}.${other}.${mac}`, 'delivery_signature'],
    ['by any key', () => signed(claims(), HEADER, generateKeyPairSync('ed25519').privateKey), 'delivery_signature'],
    [
      'by the key of another service',
      () => signed(claims(), HEADER, derivedKey(secret, 'pension')),
      'delivery_signature',
    ],
    [
      'with the secret itself',
      () => tokenOfTexts(JSON.stringify(HEADER), JSON.stringify(claims()), hs256(TEST_SECRET)),
      'delivery_signature',
    ],
    ['by a shared secret, of a service with a key', () => proofBy('pension'), 'delivery_unknown_kid'],
    ['of a kid that nobody has', () => signed(claims(), { ...HEADER, kid: 'k' }), 'delivery_unknown_kid'],
    [
      'of an unknown service',
      () => signed(claims({ iss: 'blog' }), HEADER, derivedKey(secret, 'blog')),
      'delivery_service',
    ],
    [
      'of the bank itself',
      () => signed(claims({ iss: 'bank' }), HEADER, derivedKey(secret, 'bank')),
      'delivery_service',
    ],
    ['for another bank', () => signed(claims({ aud: 'https://other.example' })), 'delivery_audience'],
    ['of an hour ago', () => signed(claims({ iat: now() - 3600, exp: now() - 3300 })), 'delivery_time'],
    ['of in an hour', () => signed(claims({ iat: now() + 3600, exp: now() + 3900 })), 'delivery_time'],
    ['that lives for a day', () => signed(claims({ exp: now() + 86_400 })), 'delivery_time'],
    ['of another typ', () => signed(claims(), { ...HEADER, typ: 'at+jwt' }), 'delivery_header'],
    ['of another algorithm', () => signed(claims(), { ...HEADER, alg: 'none' }), 'delivery_header'],
    ['with a key in its header', () => signed(claims(), { ...HEADER, jwk: key }), 'delivery_header'],
    ['without a person', () => signed(claims({ sub: undefined })), 'delivery_claims'],
    ['with a claim too many', () => signed(claims({ admin: true })), 'delivery_claims'],
    ['with a word for yes', () => signed(claims({ everywhere: 'true' })), 'delivery_claims'],
    ['an access token', () => token(), 'delivery_claims'],
    ['nothing', () => 'x', 'delivery_text_parts'],
    ['bytes', () => randomBytes(64).toString('base64url'), 'delivery_text_parts'],
    ['too long', () => `${head}.${'A'.repeat(3000)}.${mac}`, 'delivery_text_too_long'],
  ])('%s', (_, text, reason) => expect(refusal(text())).toBe(reason));

  test('the public half of a key proves nothing', () => {
    expect(publicKeyOf(key).equals(createPublicKey(own.privateKey))).toBe(true);
    expect(() => sign(null, Buffer.from('x'), publicKeyOf(key))).toThrow();
  });

  test('and a good one is no access token', () => expect(verdict(good)).toMatch(/^token_invalid/));
});
