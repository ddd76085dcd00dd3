import { z } from 'zod';
import { endReason } from './session.contract.js';

/** Every refusal and failure of every service: `application/problem+json` (RFC 9457) with a stable `code`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  code: z.string().regex(/^[a-z][a-z0-9_]*$/),
  requestId: z.string(),
  /** What is wrong with a body, member by member; `pointer` is a JSON pointer (RFC 6901). */
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  /** Why a session is over; told only to whoever held it. */
  endReason: endReason.optional(),
});
/** A refusal or failure. */
export type Problem = z.infer<typeof problem>;
