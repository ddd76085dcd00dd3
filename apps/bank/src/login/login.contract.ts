import { z } from 'zod';

/**
 * What POST /api/login takes. Any text may be tried: what can be nobody's name or password gets the same answer as a wrong
 * one, so the bounds only keep out what no person types.
 */
export const loginBody = z.strictObject({
  username: z.string().min(1, 'The username is missing.').max(256, 'A username has at most 64 characters.'),
  password: z.string().min(1, 'The password is missing.').max(1024, 'A password has at most 72 bytes.'),
  /** `token`: for programs, in the body; `cookie`: for the bank's own pages, out of reach of scripts. */
  transport: z.enum(['token', 'cookie'], 'The transport is either "token" or "cookie".').default('token'),
});
export type LoginBody = z.infer<typeof loginBody>;
