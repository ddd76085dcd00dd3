import { z } from 'zod';
import { chosenPassword, triedPassword } from '../passwords/password.contract.js';

/** What POST /api/password takes. The current one may be any text: a wrong one is told at the comparison. */
export const passwordChangeBody = z.strictObject({
  currentPassword: triedPassword,
  newPassword: chosenPassword,
});
export type PasswordChangeBody = z.infer<typeof passwordChangeBody>;
