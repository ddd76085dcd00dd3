import { PASSWORD_MAX_BYTES } from './password.contract.js';

/** Whether this can be anybody's password; bcrypt would cut the others or read them as something else. */
export function isPossiblePassword(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0') && Buffer.byteLength(text) <= PASSWORD_MAX_BYTES;
}

/** The cost that a bcrypt hash was made with, or nothing when it is no bcrypt hash. */
export function costOf(hash: string): number | undefined {
  const cost = /^\$2[aby]\$(\d\d)\$/.exec(hash)?.[1];
  return cost === undefined ? undefined : Number(cost);
}

/** A hash whose password nobody knows: comparing with it takes as long as with a real one of this cost. */
export function dummyHash(cost: number): string {
  return `$2b$${String(cost).padStart(2, '0')}$CwTycUXWue0Thq9StjUM0uJ8qGBn3ZmVwJwLxWoIvGJrbxhJC2Iue`;
}
