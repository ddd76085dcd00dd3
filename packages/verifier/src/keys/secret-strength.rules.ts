const MIN_BYTES = 32;
// Far below what 16 random bytes in hex show, far above what repeated words show.
const MIN_BITS = 80;

// Words that samples are made of: six letters or more, so that a random key does not hold one by chance.
const SAMPLE_WORD =
  /change|secret|example|sample|placeholder|password|passphrase|default|replace|insert|latchkey|qwerty|jsonwebtoken|production|development|testing/i;
const ONLY_WORDS = /^[A-Z]?[a-z]+(?:[ _.-]+[A-Z]?[a-z]+)*[.!?]*$/;

/** What is wrong with the text of a secret (`JWT_SECRET`, each of `REFRESH_SECRET`), or undefined. Says nothing of the text itself. */
export function secretError(secret: string): string | undefined {
  const bytes = Buffer.from(secret, 'utf8');
  if (bytes.length < MIN_BYTES) return tooShort(bytes);
  if (isSample(secret) || ONLY_WORDS.test(secret)) return 'looks like a placeholder, not like random bytes';
  return symmetricKeyError(bytes);
}

// A label before random bytes does no harm: what counts is whether one unbroken run of the text is a key by itself.
function isSample(secret: string): boolean {
  if (!SAMPLE_WORD.test(secret)) return false;
  const runs = secret.match(/[A-Za-z0-9+/]{32,}/g) ?? [];
  return !runs.some((run) => !SAMPLE_WORD.test(run) && !isGuessable(Buffer.from(run)));
}

/** What is wrong with the bytes of a symmetric key, or undefined. */
export function symmetricKeyError(bytes: Buffer): string | undefined {
  if (bytes.length < MIN_BYTES) return tooShort(bytes);
  return isGuessable(bytes) ? 'is too regular to be random' : undefined;
}

function tooShort(bytes: Buffer): string {
  return `is ${bytes.length} bytes long; it needs at least ${MIN_BYTES}`;
}

// Repetition shows in the period, a small alphabet in the bytes, sequences such as abcdef in the steps between them.
function isGuessable(bytes: Buffer): boolean {
  const steps = Uint8Array.from(bytes.subarray(1), (byte, i) => byte - bytes[i]!);
  return hasShortPeriod(bytes) || bits(bytes) < MIN_BITS || bits(steps) < MIN_BITS / 2;
}

function hasShortPeriod(bytes: Buffer): boolean {
  for (let period = 1; period <= bytes.length / 2; period++) {
    if (bytes.subarray(period).equals(bytes.subarray(0, bytes.length - period))) return true;
  }
  return false;
}

// Shannon's estimate from the frequencies of the bytes, times their number.
function bits(bytes: Uint8Array): number {
  const counts = new Map<number, number>();
  for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum -= count * Math.log2(count / bytes.length);
  return sum;
}
