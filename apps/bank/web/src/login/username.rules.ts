import type { Rule } from '../password/password.rules.js';

/** The bank's rules for a username, as far as a browser can check them. */
export function usernameRules(username: string): readonly Rule[] {
  return [
    { words: '3 to 64 characters', kept: username.length >= 3 && username.length <= 64 },
    { words: 'letters a to z, digits, dot, underscore, hyphen', kept: /^[A-Za-z0-9._-]+$/.test(username) },
  ];
}
