import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { secretError, symmetricKeyError } from '../src/keys/secret-strength.rules.js';

describe('a secret that can be guessed is refused, without being quoted', () => {
  test.each([
    ['secret', 'is 6 bytes long; it needs at least 32'],
    [randomBytes(23).toString('base64').slice(0, 31), 'is 31 bytes long; it needs at least 32'],
    ['a'.repeat(32), 'placeholder'],
    ['0'.repeat(64), 'too regular'],
    [' '.repeat(40), 'too regular'],
    ['abc123'.repeat(8), 'too regular'],
    ['0123456789abcdef0123456789abcdef', 'too regular'],
    ['12345678901234567890123456789012', 'too regular'],
    ['abcdefghijklmnopqrstuvwxyz0123456789', 'too regular'],
    ['9876543210zyxwvutsrqponmlkjihgfedcba', 'too regular'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 'too regular'],
    [`${'a1'.repeat(20)}b2`, 'too regular'],
    ['your-256-bit-secret-your-256-bit-secret', 'placeholder'],
    ['change-me-change-me-change-me-change-me', 'placeholder'],
    ['CHANGE_ME_TO_32_RANDOM_BYTES_PLEASE_1', 'placeholder'],
    ['super-secret-key-that-is-at-least-32-bytes-long', 'placeholder'],
    ['correct-horse-battery-staple-and-more', 'placeholder'],
    ['This is a very long key for my tokens', 'placeholder'],
    ['replace_with_openssl_rand_base64_48_x9', 'placeholder'],
  ])('%j', (secret, words) => {
    expect(secretError(secret)).toContain(words);
    expect(secretError(secret)).not.toContain(secret.slice(0, 32));
  });
});

test('a label before random bytes is accepted, a label before a sequence is not', () => {
  expect(secretError(`e2e-secret-${randomBytes(32).toString('hex')}`)).toBeUndefined();
  expect(secretError('my-secret-abcdefghijklmnopqrstuvwxyz0123456789')).toContain('placeholder');
});

test('random secrets are accepted in every usual spelling', () => {
  for (let i = 0; i < 2000; i++) {
    expect(secretError(randomBytes(32).toString('base64'))).toBeUndefined();
    expect(secretError(randomBytes(32).toString('base64url'))).toBeUndefined();
    expect(secretError(randomBytes(32).toString('hex'))).toBeUndefined();
    expect(secretError(randomBytes(24).toString('base64'))).toBeUndefined();
    expect(secretError(randomBytes(16).toString('hex'))).toBeUndefined();
    expect(symmetricKeyError(randomBytes(32))).toBeUndefined();
  }
});

test('keys of a file are held to the same', () => {
  expect(symmetricKeyError(randomBytes(31))).toContain('31 bytes');
  expect(symmetricKeyError(Buffer.alloc(32))).toContain('too regular');
  expect(symmetricKeyError(Buffer.from(Array.from({ length: 64 }, (_, i) => i)))).toContain('too regular');
});
