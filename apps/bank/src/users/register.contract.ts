import { z } from 'zod';
import { chosenPassword } from '../passwords/password.contract.js';

/** What POST /api/register takes. Capitals are accepted and folded: the account's name is in lower case. */
export const registerBody = z.strictObject({
  username: z
    .string()
    .min(3, 'A username has at least 3 characters.')
    .max(64, 'A username has at most 64 characters.')
    .regex(/^[A-Za-z0-9._-]*$/, 'A username consists of letters a-z, digits, dot, underscore and hyphen.'),
  password: chosenPassword,
});
export type RegisterBody = z.infer<typeof registerBody>;

export const registerAnswer = z.object({ id: z.uuid(), username: z.string() });
export type RegisterAnswer = z.infer<typeof registerAnswer>;
