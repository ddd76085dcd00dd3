import { z } from 'zod';
import { issuedId } from '@latchkey/verifier/contract';

const line = z
  .string()
  .max(200, 'must have at most 200 characters')
  .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, 'must be one line')
  .describe('One line of text, up to 200 characters; empty for none.')
  .meta({ examples: ['Call about the forms'] });

/** Body of `PUT /api/note`. */
export const noteBody = z.strictObject({ text: line });
export type NoteBody = z.infer<typeof noteBody>;

/** Answer of `GET` and `PUT /api/note`. */
export const noteAnswer = z.strictObject({
  owner: issuedId.describe('`sub` of the caller: the id of the person, in every service.'),
  text: z
    .string()
    .describe('The line that is kept; empty until one is.')
    .meta({ examples: ['Call about the forms'] }),
});
export type NoteAnswer = z.infer<typeof noteAnswer>;

/** Answer of `GET /api/note/count`. */
export const countAnswer = z.strictObject({
  people: z
    .int()
    .min(0)
    .describe('How many people keep a note.')
    .meta({ examples: [12] }),
});
export type CountAnswer = z.infer<typeof countAnswer>;
