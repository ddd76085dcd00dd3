import { z } from 'zod';
import { issuedId, roles, sessionEntry, username } from '@latchkey/verifier/contract';
import { eventEntry } from '../audit/audit.contract.js';

/** The role that these routes ask for. */
export const SUPPORT = 'support';

// It is shown to the person and read in logs: no line ends, nothing invisible that turns the direction of writing.
const reason = z
  .string()
  .trim()
  .min(3, 'The reason has at least 3 characters.')
  .max(200, 'The reason has at most 200 characters.')
  .regex(
    /^[^\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u,
    'The reason is one line of characters that can be read.',
  )
  .describe('Why: kept on record with who asked, and shown to the person.')
  .meta({ examples: ['Asked by phone, ticket 4711'] });

/** What `POST /api/support/look` takes. */
export const lookBody = z.strictObject({
  username: z
    .string()
    .min(1, 'The username is missing.')
    .max(256, 'A username has at most 64 characters.')
    .describe('The whole username; capitals are folded.')
    .meta({ examples: ['ada'] }),
  reason,
});
export type LookBody = z.infer<typeof lookBody>;

const sub = issuedId.describe('The person, as the look told.');

/** What `POST /api/support/disable` and `enable` take. */
export const personBody = z.strictObject({ sub, reason });
export type PersonBody = z.infer<typeof personBody>;

/** What `POST /api/support/end-sessions` takes. */
export const endSessionsBody = z.strictObject({
  sub,
  sessionId: issuedId.optional().describe('The one session to end; left out: all of them.'),
  reason,
});
export type EndSessionsBody = z.infer<typeof endSessionsBody>;

/** A person as the support desk sees them. */
const person = z.strictObject({
  sub: issuedId,
  username,
  registeredAt: z.iso.datetime(),
  isDisabled: z.boolean().describe('Whether logins are refused.'),
  deletionAt: z.iso
    .datetime()
    .nullable()
    .describe(
      'When the account is deleted, if the person asked for that and does not log in before; not while it is disabled.',
    ),
  roles,
});
export type Person = z.infer<typeof person>;

/** What a look answers. */
export const lookAnswer = z.strictObject({
  person,
  sessions: z.array(sessionEntry).max(20).describe('All active sessions, the most recently used first.'),
  events: z.array(eventEntry).max(20).describe('The newest events of the account.'),
});
export type LookAnswer = z.infer<typeof lookAnswer>;

export const endSessionsAnswer = z.strictObject({
  ended: z.int().nonnegative().describe('How many sessions it ended.'),
});
export type EndSessionsAnswer = z.infer<typeof endSessionsAnswer>;

export const changeAnswer = z.strictObject({ changed: z.boolean().describe('False if it was so already.') });
export type ChangeAnswer = z.infer<typeof changeAnswer>;
