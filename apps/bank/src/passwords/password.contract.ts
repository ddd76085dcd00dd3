import { z } from 'zod';

/** So many characters a password has at least and at most, counted as code points of its normal form. */
export const LEAST_CHARACTERS = 8;
export const MOST_CHARACTERS = 256;
/** What may be typed, in UTF-16 units: the longest password, taken apart into letters and accents. */
const MOST_TYPED = 2048;

const IMPOSSIBLE = {
  surrogate: 'The password holds half of a character (a lone surrogate).',
  control: 'The password holds a control character, such as NUL, tab or a line end.',
  unassigned: 'The password holds a code point that is no character.',
};

/** A password that may be chosen. Its spellings count as one: composed or not, wide or narrow (NFKC). Nothing is trimmed. */
export const chosenPassword = z
  .string()
  .superRefine((text, context) => {
    const refuse = (code: string, message: string) =>
      context.addIssue({ code: 'custom', message, params: { code: `password_${code}` } });
    const tooLong = `The password must be at most ${MOST_CHARACTERS} characters long.`;
    // Nothing is worked out of a text that is too long in any form.
    if (text.length > MOST_TYPED) return refuse('too_long', tooLong);
    const impossible = impossibleIn(text);
    if (impossible !== undefined) refuse('characters', IMPOSSIBLE[impossible]);
    const { least, most } = lengthsOf(text);
    if (least < LEAST_CHARACTERS) {
      refuse('too_short', `The password must be at least ${LEAST_CHARACTERS} characters long.`);
    }
    if (most > MOST_CHARACTERS) refuse('too_long', tooLong);
  })
  .describe(
    '8 to 256 characters of any script, without control characters. Spellings of one text are one password (NFKC). Refused: common ones, runs, repeats, rows of keys, and what is made of the username or of the names of the services.',
  )
  .meta({ format: 'password', examples: ['nine words that nobody has put together before'] });

/** Any text that may be tried as a password. */
export const triedPassword = z
  .string()
  .min(1, 'The password is missing.')
  .max(MOST_TYPED, `A password has at most ${MOST_CHARACTERS} characters.`)
  .meta({ format: 'password', examples: ['what only ada knows'] });

/** What keeps a text from being chosen by anyone; undefined if nothing does. */
function impossibleIn(text: string): keyof typeof IMPOSSIBLE | undefined {
  if (!text.isWellFormed()) return 'surrogate';
  if (/\p{Cc}/u.test(text)) return 'control';
  // A later version of Unicode may give it another normal form.
  return /\p{Cn}/u.test(text) ? 'unassigned' : undefined;
}

// A character that unfolds into many letters is still one of those that were typed.
function lengthsOf(text: string): { least: number; most: number } {
  const [folded, typed] = [text.normalize('NFKC'), text.normalize('NFC')].map((form) => Array.from(form).length);
  return { least: Math.min(folded!, typed!), most: folded! };
}
