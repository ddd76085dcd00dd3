import { createHmac, hash, timingSafeEqual, type KeyObject } from 'node:crypto';

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;
/** UTF-8 bytes of the longest text that is computed here; a token has at most 4096 characters of 3 bytes. */
const MOST_BYTES = 3 * 4096;

/**
 * HMAC-SHA-256 of one key, written out (RFC 2104): the hash of the outer pad and of the hash of the inner pad and the text.
 * Node's own makes an object of native code for each text, which takes 2.6 µs and time in the garbage collector; two plain
 * hashes over buffers that stay take 1.4 µs. A test holds that the two never differ.
 */
export class HmacKey {
  readonly #inner = Buffer.alloc(BLOCK_BYTES + MOST_BYTES);
  readonly #outer = Buffer.alloc(BLOCK_BYTES + HASH_BYTES);

  constructor(private readonly key: KeyObject) {
    const bytes = key.export();
    // A longer key counts as its hash.
    const block = bytes.length > BLOCK_BYTES ? hash('sha256', bytes, 'buffer') : bytes;
    for (let at = 0; at < BLOCK_BYTES; at++) {
      this.#inner[at] = (block[at] ?? 0) ^ 0x36;
      this.#outer[at] = (block[at] ?? 0) ^ 0x5c;
    }
  }

  /**
   * Whether a signature is the HMAC of a text's UTF-8 bytes, in constant time. The HMAC itself is handed to nobody.
   * @param signature base64url. Text against text: what equals the one spelling of the right bytes has its length and is spelled right
   */
  verifies(text: string, signature: string): boolean {
    const right = Buffer.from(this.#compute(text), 'latin1');
    const sent = Buffer.from(signature);
    return sent.length === right.length && timingSafeEqual(sent, right);
  }

  #compute(text: string): string {
    if (3 * text.length > MOST_BYTES) return createHmac('sha256', this.key).update(text).digest('base64url');
    const end = BLOCK_BYTES + this.#inner.write(text, BLOCK_BYTES);
    this.#outer.write(hash('sha256', this.#inner.subarray(0, end), 'binary'), BLOCK_BYTES, 'latin1');
    return hash('sha256', this.#outer, 'base64url');
  }
}
