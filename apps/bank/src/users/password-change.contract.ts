import { z } from 'zod';
import { chosenPassword } from '../passwords/password.contract.js';

/** What POST /api/password takes. The current one may be any text: a wrong one is told at the comparison. */
export const passwordChangeBody = z.strictObject({
  currentPassword: z
    .string()
    .min(1, 'The current password is missing.')
    .max(1024, 'A password has at most 72 bytes.')
    .meta({ format: 'password', examples: ['what only ada knows'] }),
  newPassword: chosenPassword,
});
export type PasswordChangeBody = z.infer<typeof passwordChangeBody>;
