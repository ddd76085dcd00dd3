import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { keySetOfFile } from '../src/keys/key-set.js';
import { HEADER, hs256, TEST_ISSUER, octJwk, token } from '@latchkey/testing/tokens';
import { ringOf, verdict, verifierOf } from './support/verifier.js';

describe('what is remembered', () => {
  test('is only what was authentic: a refused token is refused again', () => {
    const [text, verifier] = [token({}, HEADER, hs256('another')), verifierOf()];
    expect([verdict(text, verifier), verdict(text, verifier)]).toEqual(Array(2).fill('token_invalid: signature'));
    expect(verifier.recall(text)).toBeUndefined();
  });

  test('is forgotten when the key ring changes', () => {
    const [one, two] = [randomBytes(32), randomBytes(32)];
    const ring = ringOf(octJwk(one, 'k1'));
    const [text, verifier] = [token({}, { ...HEADER, kid: 'k1' }, hs256(one)), verifierOf(ring)];
    expect(verdict(text, verifier)).toBe('accepted');
    ring.replace(keySetOfFile(JSON.stringify({ keys: [octJwk(two, 'k1')] }), { holdsPrivateKeys: false }));
    expect(verifier.recall(text)).toBeUndefined();
    expect(verdict(text, verifier)).toBe('token_invalid: signature');
  });

  test('is bounded, and what was used last stays', () => {
    const verifier = verifierOf();
    const texts = Array.from({ length: 12_000 }, () => token());
    const remembered = (some: string[]) => some.filter((text) => verifier.recall(text) !== undefined).length;
    for (const text of texts) {
      verifier.verify(text);
      verifier.recall(texts[0]!);
    }
    expect(remembered(texts.slice(0, 1))).toBe(1);
    expect(remembered(texts.slice(1, 2_000))).toBe(0);
    expect(remembered(texts.slice(-4_999))).toBe(4_999);
    expect(remembered(texts.toReversed())).toBeLessThanOrEqual(10_000);
  });

  test('is not shared by services that are named differently', () => {
    const [text, here] = [token({ aud: ['retirement'] }), verifierOf()];
    expect(verdict(text, here)).toBe('accepted');
    const there = verifierOf(undefined, { issuer: TEST_ISSUER, audience: 'bank', tokenTtl: 900 });
    expect(verdict(text, there)).toBe('token_invalid: claim_audience');
  });
});
