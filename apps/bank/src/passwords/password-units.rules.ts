import { keySteps } from './keyboard.rules.js';

/** So many characters that do not follow from others must be left of a password; the fewer, the sooner it is guessed. */
export const LEAST_UNITS = 6;
/** What stands for a word that an attacker tries anyway: one unit, whatever its length. */
export const WORD = '\uE001';

const SHORT_BLOCK = 8;
/** What a digit at an end counts: eight of them, as in a date, are too few. */
const DIGIT = 0.6;
const FILLING = /^[\p{Nd}\p{P}\p{Sm}\p{Sc}\p{Sk}\s]$/u;

/** A password as it is judged: in lower case, without characters that are not seen. */
export function judgedCharacters(password: string): string[] {
  return Array.from(
    password
      .normalize('NFKC')
      .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
      .toLowerCase(),
  );
}

/** Whether this can be told from a few characters: runs, repeats, sequences, rows of keys, forwards and backwards. */
export function isPredictable(text: readonly string[]): boolean {
  return repeatedBlock(text).length < Math.min(SHORT_BLOCK, text.length) || unitsOf(text) < LEAST_UNITS;
}

/** What a text consists of, if it is that and nothing else, twice or more or mirrored; else the text itself. */
export function repeatedBlock(text: readonly string[]): readonly string[] {
  const period = periodOf(text);
  if (period <= text.length / 2) return text.slice(0, period);
  const half = text.length / 2;
  const isMirrored = half >= 1 && text.every((char, index) => char === text[text.length - 1 - index]);
  return isMirrored ? text.slice(0, Math.ceil(half)) : text;
}

/** Counts the characters that do not follow from others. What most people add at the ends, digits above all, counts less. */
export function unitsOf(text: readonly string[]): number {
  const weights = weightsOf(text);
  const weighted = text.map((char, index) => ({ char, weight: weights[index]! }));
  const every = (rest: number) => weighted.filter((_, index) => index % 2 === rest);
  // 1q2w3e4r: two rows, each read by itself.
  return Math.min(count(squeezed(weighted)), count(every(0)) + count(every(1)));
}

/** How many digits and signs stand at each end. */
export function fillingOf(text: readonly string[]): { readonly before: number; readonly after: number } {
  let [before, after] = [0, 0];
  while (before < text.length && FILLING.test(text[before]!)) before += 1;
  while (after < text.length - before && FILLING.test(text[text.length - 1 - after]!)) after += 1;
  return { before, after };
}

function weightsOf(text: readonly string[]): number[] {
  const { before, after } = fillingOf(text);
  const signs = new Set<string>();
  return text.map((char, index) => {
    if (index >= before && index < text.length - after) return 1;
    if (/\p{Nd}/u.test(char)) return DIGIT;
    // Each sign once: the points of a date tell nothing new.
    const weight = signs.has(char) ? 0 : 1;
    signs.add(char);
    return weight;
  });
}

interface Weighted {
  readonly char: string;
  readonly weight: number;
}

function squeezed(text: readonly Weighted[]): Weighted[] {
  return text.filter(({ char }, index) => char !== text[index - 1]?.char);
}

function count(chars: readonly Weighted[]): number {
  const seen = new Set<string>();
  let units = 0;
  let last: readonly string[] = [];
  for (let at = 0; at < chars.length;) {
    const { length, steps } = chainAt(chars, at);
    const isSame = steps.some((step) => last.includes(step));
    const cost = length > 1 ? (isSame ? 1 : 2) : follows(chars, at, seen) ? 0 : 1;
    units += cost * chars[at]!.weight;
    if (length > 1) last = steps;
    for (let index = at; index < at + length; index += 1) remember(chars, index, seen);
    at += length;
  }
  return units;
}

/** The straight way that begins here: at least three characters, each as far from the one before it. */
function chainAt(chars: readonly Weighted[], at: number): { length: number; steps: readonly string[] } {
  let steps: readonly string[] = [];
  let length = 1;
  for (let index = at; index + 1 < chars.length; index += 1) {
    const next = stepsBetween(chars[index]!.char, chars[index + 1]!.char);
    const common = length === 1 ? next : next.filter((step) => steps.includes(step));
    if (common.length === 0) break;
    steps = common;
    length += 1;
  }
  return length >= 3 ? { length, steps } : { length: 1, steps: [] };
}

function stepsBetween(from: string, to: string): string[] {
  const far = to.codePointAt(0)! - from.codePointAt(0)!;
  const areDigits = /^\p{Nd}{2}$/u.test(from + to);
  if (Math.abs(far) <= 2) return [`by ${far}`, far > 0 ? 'up' : 'down', ...keySteps(from, to)];
  return areDigits && Math.abs(far) < 10 ? [`by ${far}`, ...keySteps(from, to)] : keySteps(from, to);
}

function trigramAt(chars: readonly Weighted[], index: number): string[] | undefined {
  return index < 2 ? undefined : [chars[index - 2]!.char, chars[index - 1]!.char, chars[index]!.char];
}

function follows(chars: readonly Weighted[], index: number, seen: ReadonlySet<string>): boolean {
  const trigram = trigramAt(chars, index);
  return trigram !== undefined && seen.has(trigram.join(''));
}

function remember(chars: readonly Weighted[], index: number, seen: Set<string>): void {
  const trigram = trigramAt(chars, index);
  if (trigram !== undefined) seen.add(trigram.join('')).add(trigram.reverse().join(''));
}

// The longest border of a text tells its period (Knuth, Morris, Pratt), in one pass.
function periodOf(text: readonly string[]): number {
  const borders = [0];
  let border = 0;
  for (let index = 1; index < text.length; index += 1) {
    while (border > 0 && text[index] !== text[border]) border = borders[border - 1]!;
    if (text[index] === text[border]) border += 1;
    borders.push(border);
  }
  return text.length - border;
}
