import { ISSUED_ID } from '@latchkey/verifier/contract';

/** What a refresh token says; its text is `v1.kid.sid.generation.seed.mac`. */
export interface RefreshTokenParts {
  /** Names the key of the mac. */
  readonly kid: string;
  /** The session. */
  readonly sid: string;
  /** Counts the tokens of a session from 1. */
  readonly generation: number;
  /** 32 random bytes in base64url. */
  readonly seed: string;
  /** 32 bytes in base64url. */
  readonly mac: string;
}

// The column that counts them is a 32-bit integer, and one more must fit.
const MAX_GENERATION = 2 ** 31 - 2;

// 32 bytes in base64url, where the last character has two bits to spare: only zeros are canonical.
const BYTES_32 = '[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]';
const TEXT = new RegExp(
  `^v1\\.([A-Za-z0-9_-]{16})\\.([0-9a-f-]{36})\\.([1-9][0-9]{0,9})\\.(${BYTES_32})\\.(${BYTES_32})$`,
);

/** Reads the text of a refresh token; undefined unless it is exactly what the bank would write. Proves nothing yet. */
export function readRefreshToken(text: string): RefreshTokenParts | undefined {
  const [, kid, sid, digits, seed, mac] = TEXT.exec(text) ?? [];
  const generation = Number(digits);
  if (!kid || !sid || !seed || !mac || generation > MAX_GENERATION || !ISSUED_ID.test(sid)) return undefined;
  return { kid, sid, generation, seed, mac };
}

/** Writes the text of a refresh token. */
export function writeRefreshToken({ kid, sid, generation, seed, mac }: RefreshTokenParts): string {
  return `v1.${kid}.${sid}.${generation}.${seed}.${mac}`;
}
