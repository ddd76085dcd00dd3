/** A rule of the registration in words, and whether what was typed keeps it. */
export interface Rule {
  words: string;
  kept: boolean;
}

/** The bank's rules for a username, as far as a browser can check them. */
export function usernameRules(username: string): readonly Rule[] {
  return [
    { words: '3 to 64 characters', kept: username.length >= 3 && username.length <= 64 },
    { words: 'letters a to z, digits, dot, underscore, hyphen', kept: /^[A-Za-z0-9._-]+$/.test(username) },
  ];
}

/** The same for a password. Bytes, because the bank keeps 72 of them and cuts none off. */
export function passwordRules(password: string): readonly Rule[] {
  const bytes = new TextEncoder().encode(password).length;
  return [
    { words: 'at least 8 characters; a few words in a row are strong', kept: bytes >= 8 },
    { words: 'at most 72 bytes', kept: bytes > 0 && bytes <= 72 },
  ];
}

/** What to say when a rule is broken, undefined if none is. */
export function brokenRule(rules: readonly Rule[]): string | undefined {
  const broken = rules.filter(({ kept }) => !kept).map(({ words }) => words);
  return broken.length === 0 ? undefined : `Needed: ${broken.join('; ')}.`;
}
