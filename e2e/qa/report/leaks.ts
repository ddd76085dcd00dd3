import { createHash } from 'node:crypto';

const PATTERNS: readonly (readonly [string, RegExp])[] = [
  ['a whole token', /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{20,}/],
  ['a refresh token', /\bv1\.[\w-]+\.[\w-]+\.\d+\.[\w-]{8,}\.[\w-]{8,}/],
  ['the value of a cookie', /(?:__(?:Host|Secure)-latchkey[\w-]*|latchkey-hint|connect\.sid)=[\w%.~+/-]{6,}/],
];

/** What is secret in a text: by its form, by the hash of what was seen during the run, or word by word. */
export function leaksIn(text: string, hashes: ReadonlySet<string>, words: readonly string[]): string[] {
  // The letters of a picture are not words.
  const readable = text.replaceAll(/data:image\/[a-z]+;base64,[A-Za-z0-9+/=]*/g, '');
  const byForm = PATTERNS.flatMap(([name, form]) => (form.test(readable) ? [name] : []));
  const isKnown = (word: string): boolean => hashes.has(createHash('sha256').update(word).digest('hex'));
  const pieces = new Set([
    ...(readable.match(/[\w.~%+/-]{12,}/g) ?? []),
    ...(readable.match(/[\w.-]{12,}/g) ?? []),
    ...(readable.match(/[\w-]{12,}/g) ?? []),
  ]);
  const bySight = [...pieces].some(isKnown) ? ['a value that was used as a token, cookie or password'] : [];
  const byWord = words.some((word) => word !== '' && readable.includes(word)) ? ['a password'] : [];
  return [...byForm, ...bySight, ...byWord];
}
