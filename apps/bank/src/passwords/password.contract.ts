import { z } from 'zod';

/** bcrypt reads no further than this many bytes; a longer password would be cut without a word. */
export const PASSWORD_MAX_BYTES = 72;
export const PASSWORD_MIN_CHARACTERS = 8;

/** A password that may be chosen. It is used exactly as typed: no trimming, no Unicode normalisation. */
export const chosenPassword = z
  .string()
  .superRefine((text, context) => {
    const bytes = Buffer.byteLength(text);
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    if (!text.isWellFormed()) refuse('The password holds half of a character (a lone surrogate).');
    if (text.includes('\0')) refuse('The password must not hold a NUL character.');
    if (Array.from(text).length < PASSWORD_MIN_CHARACTERS) {
      refuse(`The password must be at least ${PASSWORD_MIN_CHARACTERS} characters long.`);
    }
    if (bytes > PASSWORD_MAX_BYTES) {
      refuse(
        `The password takes ${bytes} bytes; at most ${PASSWORD_MAX_BYTES} can be kept (letters beyond a-z take 2 to 4).`,
      );
    }
  })
  .describe('At least 8 characters and at most 72 bytes in UTF-8, used exactly as typed, and none of the common ones.')
  .meta({ format: 'password', examples: ['nine words that nobody has put together before'] });
