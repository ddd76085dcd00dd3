import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { b64, claims, HEADER, hs256, TEST_ISSUER, TEST_SECRET, token, tokenOfTexts } from '@latchkey/testing/tokens';
import { accessTokenClaims } from '../src/contract/access-token.contract.js';
import { verdict, verifierOf } from './support/verifier.js';

// Every rule in the plainest words, one after the other, with no thought of time: what the verifier has to be equal to.
function plainVerdict(text: string): 'accepted' | 'refused' {
  const parts = text.split('.');
  if (text.length > 4096 || parts.length !== 3) return 'refused';
  const bytes = parts.map((part) => Buffer.from(part, 'base64url'));
  if (parts.some((part, index) => part === '' || bytes[index]!.toString('base64url') !== part)) return 'refused';
  const [header, payload, signature] = bytes as [Buffer, Buffer, Buffer];
  const right = createHmac('sha256', TEST_SECRET).update(`${parts[0]}.${parts[1]}`).digest();
  if (signature.length !== right.length || !timingSafeEqual(signature, right)) return 'refused';
  const [head, body] = [objectOf(header), objectOf(payload)];
  if (head === undefined) return 'refused';
  const { alg, kid, typ, ...more } = head as typeof HEADER;
  if (alg !== HEADER.alg || kid !== HEADER.kid || typ !== HEADER.typ || Object.keys(more).length > 0) return 'refused';
  const read = accessTokenClaims.safeParse(body);
  if (!read.success || read.data.iss !== TEST_ISSUER || !read.data.aud.includes('retirement')) return 'refused';
  const { iat, exp, auth_time } = read.data;
  if (exp <= iat || exp - iat > 900) return 'refused';
  const now = Date.now() / 1000;
  return exp > now && iat <= now + 60 && auth_time <= now + 60 ? 'accepted' : 'refused';
}

function objectOf(bytes: Buffer): object | undefined {
  const text = bytes.toString();
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && isUtf8(bytes) && JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

const verifier = verifierOf();
const first = (text: string): string => (verdict(text, verifier) === 'accepted' ? 'accepted' : 'refused');
const character = fc.oneof(
  fc.constantFrom(...'AZaz09-_.=+/ ,:"{}[]\\'.split('')),
  // These end in the byte of a letter: a verifier that cuts characters to bytes takes one for the other.
  fc.constantFrom('\u0141', '\u0161', '\u0130', '\u4e41', '\u00c1', '\ud841'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);
const edits = fc.array(fc.tuple(fc.nat(5_000), fc.constantFrom(0, 1, 2), character), { minLength: 0, maxLength: 3 });

function edited(text: string, all: readonly (readonly [at: number, cut: number, put: string])[]): string {
  return all.reduce((now, [at, cut, put]) => {
    const place = at % (now.length + 1);
    return now.slice(0, place) + put + now.slice(place + cut);
  }, text);
}

test('an edited token, and one with an edited header, payload or signature, gets the verdict of the plain reading', () => {
  let accepted = 0;
  const texts = (): [string, string] => [
    JSON.stringify(HEADER),
    JSON.stringify(claims({ ver: 1 + Math.round(Math.random()) })),
  ];
  const kinds = fc.constantFrom('text', 'header', 'payload', 'encoded', 'signature');
  fc.assert(
    fc.property(kinds, edits, (kind, all) => {
      const [header, payload] = texts();
      const signed = `${b64(header)}.${edited(b64(payload), kind === 'encoded' ? all : [])}`;
      const text = {
        text: () => edited(token(), all),
        header: () => tokenOfTexts(edited(header, all), payload),
        payload: () => tokenOfTexts(header, edited(payload, all)),
        encoded: () => `${signed}.${b64(hs256()(signed))}`,
        signature: () => `${signed}.${edited(b64(hs256()(signed)), all)}`,
      }[kind]!();
      const plain = plainVerdict(text);
      if (plain === 'accepted') accepted++;
      expect(first(text)).toBe(plain);
    }),
    { numRuns: 4_000 },
  );
  expect(accepted).toBeGreaterThan(400);
});
