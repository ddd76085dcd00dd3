/** A rule of the bank in words, and whether what was typed keeps it. */
export interface Rule {
  words: string;
  kept: boolean;
}

/** bcrypt reads no more: the bank counts bytes, and cuts none off. */
const MOST_BYTES = 72;
const LEAST_BYTES = 8;

/** The bank's rules for a password, as far as a browser can check them. */
export function passwordRules(password: string): readonly Rule[] {
  const bytes = bytesOf(password);
  const rules = [
    { words: 'at least 8 characters', kept: bytes >= LEAST_BYTES },
    { words: 'at most 72, where letters beyond a to z count 2 to 4', kept: bytes > 0 && bytes <= MOST_BYTES },
  ];
  if (isWhole(password)) return rules;
  return [...rules, { words: 'no NUL, and no half of a character', kept: false }];
}

/** What to say when a rule is broken, undefined if none is. */
export function brokenRule(rules: readonly Rule[]): string | undefined {
  const broken = rules.filter(({ kept }) => !kept).map(({ words }) => words);
  return broken.length === 0 ? undefined : `Needed: ${broken.join('; ')}.`;
}

export function bytesOf(password: string): number {
  return new TextEncoder().encode(password).length;
}

function isWhole(password: string): boolean {
  return password.isWellFormed() && !password.includes('\0');
}
