import { z } from 'zod';
import { triedPassword } from '../passwords/password.contract.js';

/** What `POST /api/account/deletion` takes. */
export const deletionBody = z.strictObject({ password: triedPassword });
export type DeletionBody = z.infer<typeof deletionBody>;

export const deletionAnswer = z.strictObject({
  deletesAt: z.iso.datetime().describe('When the account is deleted, unless the person logs in before.'),
});
export type DeletionAnswer = z.infer<typeof deletionAnswer>;
