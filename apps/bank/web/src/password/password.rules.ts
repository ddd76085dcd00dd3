/** A rule of the bank in words, and whether what was typed keeps it. */
export interface Rule {
  words: string;
  kept: boolean;
}

/** bcrypt reads no more: the bank counts bytes, and cuts none off. */
export const MOST_BYTES = 72;
const LEAST_CHARACTERS = 8;

/** The bank's rules for a password, as far as a browser can check them. */
export function passwordRules(password: string, username = ''): readonly Rule[] {
  const bytes = bytesOf(password);
  const rules = [{ words: 'at least 8 characters', kept: !isTooShort(password) }];
  // Told to those whom they concern.
  if (bytes > MOST_BYTES)
    rules.push({ words: `at most ${MOST_BYTES} bytes; letters beyond a to z take 2 to 4`, kept: false });
  if (isUsername(password, username)) rules.push({ words: 'not the username', kept: false });
  if (!isWhole(password)) rules.push({ words: 'no NUL, and no half of a character', kept: false });
  return rules;
}

/** What to say when a rule is broken, undefined if none is. */
export function brokenRule(rules: readonly Rule[]): string | undefined {
  const broken = rules.filter(({ kept }) => !kept).map(({ words }) => words);
  return broken.length === 0 ? undefined : `Needed: ${broken.join('; ')}.`;
}

export function isTooShort(password: string): boolean {
  return Array.from(password).length < LEAST_CHARACTERS;
}

export function isUsername(password: string, username: string): boolean {
  return password !== '' && password.toLowerCase() === username.toLowerCase();
}

export function bytesOf(password: string): number {
  return new TextEncoder().encode(password).length;
}

function isWhole(password: string): boolean {
  return password.isWellFormed() && !password.includes('\0');
}
