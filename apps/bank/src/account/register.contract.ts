import { z } from 'zod';
import { chosenPassword } from '../passwords/password.contract.js';

/** What POST /api/register takes. Capitals are accepted and folded: the account's name is in lower case. */
export const registerBody = z.strictObject({
  username: z
    .string()
    .min(3, 'A username has at least 3 characters.')
    .max(64, 'A username has at most 64 characters.')
    .regex(/^[A-Za-z0-9._-]*$/, 'A username consists of letters a-z, digits, dot, underscore and hyphen.')
    .describe('Capitals are accepted and folded.')
    .meta({ examples: ['ada'] }),
  password: chosenPassword,
});
export type RegisterBody = z.infer<typeof registerBody>;

export const registerAnswer = z.object({
  id: z.uuid().describe('The person, for good: `sub` of every token.'),
  username: z
    .string()
    .describe('In lower case.')
    .meta({ examples: ['ada'] }),
});
export type RegisterAnswer = z.infer<typeof registerAnswer>;
