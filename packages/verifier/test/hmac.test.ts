import { createHmac, createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { HmacKey } from '../src/token/hmac-key.js';

const byNode = (key: Uint8Array, text: string): string => createHmac('sha256', key).update(text).digest('base64url');
const ours = (key: Uint8Array): HmacKey => new HmacKey(createSecretKey(key));

/** Takes the HMAC that Node makes of a text, and that of no other text. */
function expectNodes(hmac: HmacKey, key: Uint8Array, text: string): void {
  expect([hmac.verifies(text, byNode(key, text)), hmac.verifies(text, byNode(key, `${text}x`))]).toEqual([true, false]);
}

test('the HMAC of any key and any text is that of Node, whatever was computed before', () => {
  const texts = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), { minLength: 1 });
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), texts, (key, all) => {
      const hmac = ours(key);
      for (const text of all) expectNodes(hmac, key, text);
    }),
  );
});

test('so is that of a key of each length around that of a block, and of a text up to and above the longest token', () => {
  const bytes = Uint8Array.from({ length: 130 }, (_, index) => index);
  for (let length = 1; length <= bytes.length; length++) {
    const key = bytes.subarray(0, length);
    expectNodes(ours(key), key, 'a.b');
  }
  const hmac = ours(bytes);
  for (const length of [0, 1, 63, 64, 65, 4095, 4096, 4097, 12_288, 12_289, 1_000_000]) {
    for (const letter of ['a', '\u00e4', '\u20ac', '\ud800']) {
      const text = letter.repeat(length);
      expectNodes(hmac, bytes, text);
    }
  }
});
