import { isPredictable, judgedCharacters } from '../../../src/passwords/password-units.rules.js';
import { isMadeOf, wordsIn } from '../../../src/passwords/password-words.rules.js';

/** A rule of the bank as text, and whether the typed value keeps it. */
export interface Rule {
  words: string;
  kept: boolean;
}

const LEAST_CHARACTERS = 8;
const MOST_CHARACTERS = 256;

/** The bank's rules for a password, as far as a browser can check them; its list of common ones stays with the bank. */
export function passwordRules(password: string, username = ''): readonly Rule[] {
  const rules = [{ words: 'at least 8 characters', kept: !isTooShort(password) }];
  // Shown only where they are broken.
  const tell = (words: string) => rules.push({ words, kept: false });
  if (isTooLong(password)) return [...rules, { words: `at most ${MOST_CHARACTERS} characters`, kept: false }];
  if (!isWhole(password)) tell('no control characters and no broken characters');
  if (isTooShort(password)) return rules;
  if (isUsername(password, username)) tell('not your username or a small variation of it');
  else if (isPredictable(judgedCharacters(password)))
    tell('not just a repetition, a sequence, a row of keys or a number');
  else if (isServiceName(password)) tell('not the name of one of our services or a small variation of it');
  return rules;
}

/** What to say when a rule is broken, undefined if none is. */
export function brokenRule(rules: readonly Rule[]): string | undefined {
  const broken = rules.filter(({ kept }) => !kept).map(({ words }) => words);
  return broken.length === 0 ? undefined : `Required: ${broken.join('; ')}.`;
}

export function isTooShort(password: string): boolean {
  return Math.min(lengthIn(password, 'NFKC'), lengthIn(password, 'NFC')) < LEAST_CHARACTERS;
}

export function isTooLong(password: string): boolean {
  return lengthIn(password, 'NFKC') > MOST_CHARACTERS;
}

export function isUsername(password: string, username: string): boolean {
  return isMadeOf(judgedCharacters(password), wordsIn(username));
}

function isServiceName(password: string): boolean {
  // The bank knows more names: those of all services, and their hosts.
  return isMadeOf(judgedCharacters(password), ['latchkey', 'bank']);
}

function isWhole(password: string): boolean {
  return password.isWellFormed() && !/\p{Cc}/u.test(password);
}

function lengthIn(text: string, form: 'NFC' | 'NFKC'): number {
  return Array.from(text.normalize(form)).length;
}
