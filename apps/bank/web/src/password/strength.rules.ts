import { brokenRule, isTooLong, isTooShort, isUsername, passwordRules } from './password.rules.js';

/** How good a new password is; never better than what the bank would say. */
export interface Strength {
  /** 0: refused for certain; 3: strong. */
  level: 0 | 1 | 2 | 3;
  word: string;
  advice: string;
}

/** Minimum length of a password used as the only factor (NIST SP 800-63B-4), not counting predictable characters. */
const STRONG_FROM = 15;

const ROWS = 'qwertyuiop asdfghjkl zxcvbnm qwertzuiop yxcvbnm azertyuiop 1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm'.split(' ');
const NEIGHBOURS = new Set(ROWS.flatMap(pairsOf));

// Of the bank's list of common passwords, those that look strong. It refuses them.
const COMMON_AND_LONG = new Set(['bhrh0h2oof6xbqjeh']);

/** The strength of a password, undefined while there is none. Never more than the bank would accept. */
export function strengthOf(password: string, username = ''): Strength | undefined {
  if (password === '') return undefined;
  if (brokenRule(passwordRules(password, username)) !== undefined) return refused(password, username);
  if (surprisingLength(password, username) < STRONG_FROM || COMMON_AND_LONG.has(password.toLowerCase())) {
    return { level: 2, word: 'Acceptable', advice: 'As long as it is not a common password.' };
  }
  return { level: 3, word: 'Strong', advice: 'Do not use it anywhere else.' };
}

function refused(password: string, username: string): Strength {
  if (isTooShort(password)) return { level: 0, word: 'Too short', advice: 'A few random words are easy to remember.' };
  if (isTooLong(password)) return { level: 0, word: 'Too long', advice: 'The bank accepts at most 256 characters.' };
  if (isUsername(password, username))
    return { level: 0, word: 'Your username', advice: 'It is the first thing that is guessed.' };
  if (/\p{Cc}/u.test(password) || !password.isWellFormed())
    return { level: 0, word: 'Not possible', advice: 'It contains a character that cannot be used.' };
  return { level: 0, word: 'Easy to guess', advice: 'A few random words are better.' };
}

/** Counts the characters that the ones before do not predict: no repetitions, sequences, keyboard neighbours, no username. */
function surprisingLength(password: string, username = ''): number {
  const text = Array.from(withoutName(password.toLowerCase(), username.toLowerCase()));
  const seen = new Set<string>();
  let count = 0;
  for (const [index, char] of text.entries()) {
    const before = text[index - 1];
    if (before === undefined || !follows(char, before, seen)) count += 1;
    if (before !== undefined) seen.add(before + char);
  }
  return count;
}

function follows(char: string, before: string, seen: ReadonlySet<string>): boolean {
  if (Math.abs(char.codePointAt(0)! - before.codePointAt(0)!) <= 1) return true;
  return NEIGHBOURS.has(before + char) || seen.has(before + char);
}

function withoutName(text: string, username: string): string {
  return username.length < 3 ? text : text.replaceAll(username, '');
}

function pairsOf(row: string): string[] {
  const pairs = row.match(/.(?=.)/g)!.map((char, index) => char + row[index + 1]!);
  return pairs.flatMap((pair) => [pair, pair[1]! + pair[0]!]);
}
