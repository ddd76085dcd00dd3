import { serviceId } from '@latchkey/verifier/contract';
import { z } from 'zod';
import { triedPassword } from '../passwords/password.contract.js';

/**
 * What POST /api/login takes. Any text may be tried: what can be nobody's name or password gets the same answer as a wrong
 * one, so the bounds only keep out what no person types.
 */
export const loginBody = z.strictObject({
  username: z
    .string()
    .min(1, 'The username is missing.')
    .max(256, 'A username has at most 64 characters.')
    .meta({ examples: ['ada'] }),
  password: triedPassword,
  transport: z
    .enum(['token', 'cookie'], 'The transport is either "token" or "cookie".')
    .default('token')
    .describe("How the tokens travel: in the body, for programs, or as cookies, for the bank's own pages."),
  client_id: serviceId
    .default('bank')
    .describe('The service for which the person logs in: every token of the session names it (RFC 9068 §2.2).'),
});
export type LoginBody = z.infer<typeof loginBody>;
