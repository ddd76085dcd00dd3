import { fillingOf, LEAST_UNITS, repeatedBlock, unitsOf, WORD } from './password-units.rules.js';

// What stands for what: digits and signs for letters, letters of other alphabets for those they look like.
const LOOKS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    a: '4@ªαа',
    b: '8βв',
    c: '(<¢с',
    e: '3€εеё',
    h: 'һнη',
    i: '1!|l¡іιї',
    k: 'κк',
    m: 'мμ',
    n: 'νп',
    o: '0°øοо',
    p: 'ρр',
    s: '5$§ßѕ',
    t: '7+τт',
    u: 'υц',
    x: '×χх',
    y: '¥γу',
    z: '2ζ',
    d: 'đð',
    g: 'ğ',
    j: 'ј',
    w: 'ωш',
  }).flatMap(([letter, looks]) => Array.from(looks, (look) => [look, letter])),
);
// Two digits are used for more than one letter.
const READINGS: readonly Readonly<Record<string, string>>[] = [
  { ...LOOKS, 6: 'g', 9: 'g' },
  { ...LOOKS, 6: 'b', 9: 'q' },
];
const SHORTEST_WORD = 3;
const SHORTEST_FORM = 4;
const MOST_SEPARATORS = 2;
/** Longer than any entry of the list, with separators. */
const LONGEST_CORE = 48;

/** A text with each character as what it is meant to be read as; as many characters as before. */
export function readingsOf(text: readonly string[]): string[][] {
  return READINGS.map((looks) => text.map((char) => readAs(char, looks)));
}

function readAs(char: string, looks: Readonly<Record<string, string>>): string {
  if (char <= '\u007f') return looks[char] ?? char;
  const [letter = char, ...accents] = Array.from(char.normalize('NFD'));
  const plain = accents.every((accent) => /[\u0300-\u036f]/.test(accent)) ? letter : char;
  return looks[plain] ?? plain;
}

/** What an entry of the list is kept as: how it reads, with each repeated letter once. */
export function listForms(entry: string): string[] {
  const forms = READINGS.map((looks) => {
    let form = '';
    for (const char of entry) {
      const read = looks[char] ?? char;
      if (!form.endsWith(read)) form += read;
    }
    return form;
  });
  return forms.filter(({ length }) => length >= SHORTEST_FORM);
}

/** What a text is looked up by: the same, without separators. */
function lookupForms(text: readonly string[]): Set<string> {
  // A sign may stand for a letter, or between letters; many kinds of them are no separators.
  const signs = new Set(text.filter((char) => !isLetter(char)));
  const letters = signs.size > MOST_SEPARATORS ? text : text.filter(isLetter);
  const readings = [...readingsOf(text), ...readingsOf(letters)];
  const plain = signs.size > MOST_SEPARATORS ? readings : readings.map((chars) => chars.filter(isLetter));
  return new Set(plain.flatMap((chars) => [squeeze(chars), squeeze(repeatedBlock(chars))]));
}

function squeeze(text: readonly string[]): string {
  return text.filter((char, index) => char !== text[index - 1]).join('');
}

function isLetter(char: string): boolean {
  return /[\p{L}\p{N}\p{So}]/u.test(char);
}

/** The texts that may be the core of a password: as it is, and without the digits and signs at either end or both. */
export function coresOf(text: readonly string[]): { readonly core: string[]; readonly rest: string[] }[] {
  const { before, after } = fillingOf(text);
  const cuts = [
    [0, 0],
    [before, 0],
    [0, after],
    [before, after],
  ] as const;
  return cuts.map(([from, back]) => ({
    core: text.slice(from, text.length - back),
    rest: [...text.slice(0, from), WORD, ...text.slice(text.length - back)],
  }));
}

/** Whether a core is one of those that `isKnown`, forwards or backwards, and what is around it makes it no better. */
export function isCommon(text: readonly string[], isKnown: (form: string) => boolean): boolean {
  return coresOf(text).some(({ core, rest }) => {
    if (repeatedBlock(core).length > LONGEST_CORE || unitsOf(rest) >= LEAST_UNITS) return false;
    return [core, core.toReversed()].some((chars) => [...lookupForms(chars)].some(isKnown));
  });
}

/** Whether little is left of a text once these words are taken out of it, read forwards or backwards. */
export function isMadeOf(text: readonly string[], words: readonly string[]): boolean {
  const known = readableWords(words);
  if (known.length === 0) return false;
  return [text, text.filter(isLetter)].some((chars) =>
    readingsOf(chars).some((reading) => {
      // One UTF-16 unit each, so that a place in the string is a place in the text.
      const units = reading.map((char) => (char.length === 1 ? char : '\uE000'));
      const left = withoutWords(chars, units.join(''), known);
      return left.includes(WORD) && unitsOf(repeatedBlock(left)) < LEAST_UNITS;
    }),
  );
}

/** A name and its parts: `ada.lovelace` is also ada, lovelace and adalovelace. */
export function wordsIn(name: string): string[] {
  const parts = name.toLowerCase().split(/[^\p{L}\p{N}]/u);
  const whole = parts.join('');
  const letters = whole.replace(/\p{N}/gu, '');
  return [...parts, whole, letters, ...parts.map((part) => part.replace(/\p{N}/gu, ''))];
}

function readableWords(words: readonly string[]): string[] {
  const long = words.map((word) => Array.from(word.normalize('NFKC').toLowerCase()));
  const read = long.filter(({ length }) => length >= SHORTEST_WORD).flatMap((word) => readingsOf(word));
  const both = read.flatMap((word) => [word.join(''), word.toReversed().join('')]);
  return [...new Set(both)].sort((one, other) => other.length - one.length);
}

function withoutWords(text: readonly string[], reading: string, words: readonly string[]): string[] {
  const left: (string | undefined)[] = [...text];
  for (const word of words) {
    for (let at = reading.indexOf(word); at >= 0; at = reading.indexOf(word, at + word.length)) {
      left.fill(undefined, at, at + word.length);
      left[at] = WORD;
    }
    reading = reading.replaceAll(word, '\uE002'.repeat(word.length));
  }
  return left.filter((char) => char !== undefined);
}
