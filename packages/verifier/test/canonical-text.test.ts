import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { b64, claims, HEADER, hs256, token, tokenOfTexts } from '@latchkey/testing/tokens';
import { verdict, verifierOf } from './support/verifier.js';

const header = JSON.stringify(HEADER);
const payload = JSON.stringify(claims());
const signedBy = (signed: string): string => `${signed}.${b64(hs256()(signed))}`;

describe('one spelling of base64url', () => {
  const [h, p, s] = token().split('.') as [string, string, string];
  const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  // The last character of 32 bytes carries two bits that decode to nothing.
  const twin = s.slice(0, -1) + last[last.indexOf(s.at(-1)!) ^ 1]!;

  test.each([
    ['padding behind the signature', `${h}.${p}.${s}=`],
    ['loose bits in the signature', `${h}.${p}.${twin}`],
    ['a line feed behind', `${h}.${p}.${s}\n`],
    ['a space before', ` ${h}.${p}.${s}`],
    ['a space inside', signedBy(`${h}. ${p}`)],
    ['a NUL inside', signedBy(`${h}.${p}\u0000`)],
    ['padding of the header', signedBy(`${h}=.${p}`)],
    ['a space in the signed part', signedBy(`${h}.${p} `)],
    ['a character above 255', signedBy(`${h}.${p}Ā`)],
    [
      'the standard alphabet',
      signedBy(`${b64(header)}.${Buffer.from(JSON.stringify(claims({ acr: '~~>>??~~' }))).toString('base64')}`),
    ],
  ])('%s is refused', (_, text) => expect(verdict(text)).toBe('token_invalid: not_canonical_base64url'));

  test.each([
    ['nothing', ''],
    ['one part', h],
    ['two parts', `${h}.${p}`],
    ['four parts', `${h}.${p}.${s}.${s}`],
    ['five parts, as of an encrypted token', `${h}..${p}.${s}.${s}`],
    ['a dot behind', `${h}.${p}.${s}.`],
    ['a JSON serialization', JSON.stringify({ protected: h, payload: p, signature: s })],
  ])('%s is refused', (_, text) =>
    expect(verdict(text)).toMatch(/^token_invalid: (text_parts|not_canonical_base64url)$/),
  );

  test('an empty header, payload or signature is refused', () => {
    for (const text of [signedBy(`.${p}`), signedBy(`${h}.`), `${h}.${p}.`, '..']) {
      expect(verdict(text)).toBe('token_invalid: not_canonical_base64url');
    }
  });
});

describe('one spelling of JSON', () => {
  const reach = (text: string, from: string, to: string): string => {
    expect(text).toContain(from);
    return text.replace(from, to);
  };
  test.each([
    ['white space', payload.replace('{', '{ ')],
    ['a line feed behind', `${payload}\n`],
    ['a member twice', reach(payload, '"ver":2', '"ver":2,"ver":2')],
    ['another issuer before the right one', reach(payload, '{', '{"iss":"http://evil.example",')],
    ['an escaped letter', reach(payload, '"pwd"', '"pw\\u0064"')],
    ['an escaped name', reach(payload, '"ver"', '"v\\u0065r"')],
    ['an escaped slash', reach(payload, 'http://', 'http:\\/\\/')],
    ['2.0 for 2', reach(payload, '"ver":2', '"ver":2.0')],
    ['2e0 for 2', reach(payload, '"ver":2', '"ver":2e0')],
    ['a number beyond doubles', reach(payload, '"ver":2', '"ver":2.00000000000000000001')],
  ])('%s in the payload is refused', (_, text) => {
    expect(JSON.parse(text)).toEqual(JSON.parse(payload));
    expect(verdict(tokenOfTexts(header, text))).toBe('token_invalid: not_canonical_json');
  });

  test.each([
    ['white space', header.replace(':', ': ')],
    ['a member twice', reach(header, '"typ"', '"alg":"HS256","typ"')],
    ['alg none before the right one', reach(header, '{', '{"alg":"none",')],
    ['an escaped name', reach(header, '"kid"', '"k\\u0069d"')],
  ])('%s in the header is refused', (_, text) =>
    expect(verdict(tokenOfTexts(text, payload))).toBe('token_invalid: not_canonical_json'),
  );

  test.each([
    ['a list', `[${payload}]`],
    ['a string', JSON.stringify(payload)],
    ['null', 'null'],
    ['a number', '1'],
    ['broken JSON', payload.slice(0, -1)],
    ['two objects', payload + payload],
    ['single quotes', payload.replaceAll('"', "'")],
    ['a comma behind', payload.replace('}', ',}')],
    ['a comment', `${payload}//`],
    ['a byte order mark', `\uFEFF${payload}`],
    ['a NUL behind', `${payload}\u0000`],
    ['very deep nesting', '['.repeat(1200) + ']'.repeat(1200)],
  ])('%s as payload or header is refused', (_, text) => {
    expect(verdict(tokenOfTexts(header, text))).toBe('token_invalid: not_json_object');
    expect(verdict(tokenOfTexts(text, payload))).toBe('token_invalid: not_json_object');
  });
});

describe('strict UTF-8', () => {
  const bytes = Buffer.from(payload);
  const at = bytes.indexOf('ada');
  const withBytes = (...inserted: number[]): Buffer =>
    Buffer.concat([bytes.subarray(0, at), Buffer.from(inserted), bytes.subarray(at)]);
  test.each([
    ['a lone continuation byte', withBytes(0x80)],
    ['an overlong slash', withBytes(0xc0, 0xaf)],
    ['a surrogate', withBytes(0xed, 0xa0, 0x80)],
    ['a cut sequence', withBytes(0xe2, 0x82)],
    ['a code point above the last', withBytes(0xf4, 0x90, 0x80, 0x80)],
    ['latin1', withBytes(0xe4)],
    ['UTF-16', Buffer.from(payload, 'utf16le')],
  ])('%s is refused', (_, text) =>
    expect(verdict(tokenOfTexts(header, text))).toMatch(/^token_invalid: (not_utf8|not_json_object)$/),
  );
});

test('what is not authentic is not read: a forged payload is refused by its signature alone', () => {
  for (const text of ['', '{', payload, payload.replace('{', '{ ')]) {
    expect(verdict(tokenOfTexts(header, text, hs256('another')))).toBe('token_invalid: signature');
  }
});

test('a token of 4096 characters is looked at, a longer one is not', () => {
  const ofLength = (length: number): string => `${'A'.repeat(length - 4)}.A.A`;
  expect(verdict(ofLength(4097))).toBe('token_invalid: text_too_long');
  expect(verdict(ofLength(4096))).not.toBe('token_invalid: text_too_long');
  expect(verdict('A'.repeat(1_000_000))).toBe('token_invalid: text_too_long');
});

describe('properties', () => {
  test('a token with any one character changed, added or taken away is refused', () => {
    const [text, verifier] = [token(), verifierOf()];
    expect(verdict(text, verifier)).toBe('accepted');
    const character = fc.oneof(
      fc.constantFrom(...'AZaz09-_.=+/ '.split('')),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.nat(text.length), fc.constantFrom(0, 1), character, fc.boolean(), (at, cut, put, isCutOnly) => {
        const changed = text.slice(0, at) + (isCutOnly ? '' : put) + text.slice(at + cut);
        fc.pre(changed !== text);
        expect(verdict(changed, verifier)).toMatch(/^token_invalid: /);
      }),
      { numRuns: 3000 },
    );
  });

  test('every character of a token counts', () => {
    const [text, verifier] = [token(), verifierOf()];
    for (let at = 0; at < text.length; at++) {
      for (const put of ['A', 'B', '_']) {
        const changed = text.slice(0, at) + put + text.slice(at + 1);
        if (changed !== text) expect(verdict(changed, verifier)).toMatch(/^token_invalid: /);
      }
    }
  });

  test('any text yields a refusal and never an error of another kind', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => verdict(text).startsWith('token_invalid: ')));
  });

  test('any signed JSON yields a refusal, and any signed bytes', () => {
    const verifier = verifierOf();
    fc.assert(
      fc.property(fc.jsonValue(), fc.uint8Array(), (value, bytes) => {
        for (const text of [JSON.stringify(value), Buffer.from(bytes)]) {
          expect(verdict(tokenOfTexts(header, text), verifier)).toMatch(/^token_invalid: /);
          expect(verdict(tokenOfTexts(text, payload), verifier)).toMatch(/^token_invalid: /);
        }
      }),
      { numRuns: 500 },
    );
  });
});
