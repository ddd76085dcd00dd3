import * as z from '../schema/zod.js';
import { role } from './access-token.contract.js';
import { endReason } from './session.contract.js';

/** Every error and failure of every service: `application/problem+json` (RFC 9457) with a stable `code`. */
export const problem = z.object({
  type: z.string().describe('A URN that ends with the code.'),
  title: z.string().describe('The kind of problem, readable.'),
  status: z.int().min(400).max(599),
  detail: z.string().describe('What to tell a person.'),
  code: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .describe('Stable: what a program decides by.'),
  requestId: z.string().describe('Under which the request is found in the log.'),
  errors: z
    .array(z.object({ pointer: z.string().describe('JSON pointer (RFC 6901).'), detail: z.string() }))
    .optional()
    .describe('What is wrong with a body, member by member.'),
  refusedHeader: z
    .string()
    .optional()
    .describe('To a page: the header that was taken for its token, though the page did not send it.'),
  roles: z
    .array(role)
    .optional()
    .describe('To a caller who lacks a role (`role_missing`): the roles of which one is needed.'),
  endReason: endReason.optional().describe('Why a session is over; told only to the one who held it.'),
});
/** An error or failure. */
export type Problem = z.infer<typeof problem>;
