import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { keySetOfFile } from '../src/keys/key-set.js';
import { startApp, type AppUnderTest } from './support/app.js';
import { HEADER, hs256, ISSUER, octJwk, token } from './support/hand-made-tokens.js';
import { ringOf, verdict, verifierOf } from './support/verifier.js';

let house: AppUnderTest;
beforeAll(async () => void (house = await startApp()));
afterAll(() => house?.app.close());

interface Visitor {
  readonly sub: string;
  readonly text: string;
}

function visitor(): Visitor {
  const sub = randomUUID();
  return { sub, text: token({ sub }) };
}

const visit = ({ text }: Visitor): Promise<string> => house.ask({ headers: { authorization: `Bearer ${text}` } });

describe('a caller never gets the claims of another', () => {
  test('two callers alternating 10,000 times', async () => {
    const [one, two] = [visitor(), visitor()];
    let right = 0;
    for (let i = 0; i < 5_000; i++) {
      if ((await visit(one)) === `200 ${one.sub}`) right++;
      if ((await visit(two)) === `200 ${two.sub}`) right++;
    }
    expect(right).toBe(10_000);
  });

  test('500 callers who are all unknown, at once', async () => {
    const visitors = Array.from({ length: 500 }, visitor);
    expect(await Promise.all(visitors.map(visit))).toEqual(visitors.map(({ sub }) => `200 ${sub}`));
  });

  test('known and unknown, good and forged, at once', async () => {
    const known = Array.from({ length: 50 }, visitor);
    await Promise.all(known.map(visit));
    const asked = Array.from({ length: 1_000 }, (_, i) => (i % 3 === 0 ? known[i % 50]! : visitor()));
    const forged = (i: number): boolean => i % 7 === 0;
    const swapped = asked.map((one, i) =>
      forged(i) ? { ...one, text: one.text.replace(/[^.]+$/, known[0]!.text.split('.')[2]!) } : one,
    );
    const answers = await Promise.all(swapped.map(visit));
    const expected = asked.map(({ sub, text }, i) =>
      forged(i) && text !== known[0]!.text ? '401 token_invalid signature' : `200 ${sub}`,
    );
    expect(answers).toEqual(expected);
  });
});

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

  test('is bounded', () => {
    const verifier = verifierOf();
    const texts = Array.from({ length: 10_100 }, () => token());
    for (const text of texts) verifier.verify(text);
    expect(texts.filter((text) => verifier.recall(text) !== undefined)).toHaveLength(10_000);
  });

  test('is not shared by services that are named differently', () => {
    const [text, here] = [token({ aud: ['retirement'] }), verifierOf()];
    expect(verdict(text, here)).toBe('accepted');
    const there = verifierOf(undefined, { issuer: ISSUER, audience: 'bank', tokenTtl: 900 });
    expect(verdict(text, there)).toBe('token_invalid: claim_audience');
  });
});
