import { z } from 'zod';
import { issuedId } from '@latchkey/verifier/contract';

/** What the bank keeps a record of: a closed list. */
export const eventKind = z.enum([
  'registered',
  'login',
  'login_refused',
  'login_throttled',
  'refresh_reused',
  'logout',
  'logout_everywhere',
  'session_ended',
  'password_changed',
  'password_change_refused',
  'user_disabled',
  'user_enabled',
  'sessions_ended_by_bank',
  'role_granted',
  'role_revoked',
  'support_looked',
  'support_ended_sessions',
  'support_disabled',
  'support_enabled',
  'support_refused',
  'data_exported',
  'deletion_requested',
  'deletion_refused',
  'deletion_undone',
  'account_deleted',
  'contract_promoted',
  'contract_demoted',
  'key_added',
  'key_promoted',
  'key_withdrawn',
]);
export type EventKind = z.infer<typeof eventKind>;

/** One security event as it is recorded; never a secret, a password or a token. */
export interface SecurityEvent {
  readonly kind: EventKind;
  readonly userId?: string | undefined;
  readonly sessionId?: string | undefined;
  /** Small facts, such as a kid or an end reason. */
  readonly detail?: Readonly<Record<string, string>>;
}

/** One event as the person it belongs to is told. */
export const eventEntry = z.strictObject({
  id: issuedId,
  at: z.iso.datetime(),
  kind: eventKind,
  device: z
    .string()
    .nullable()
    .describe('The device, readable; null where none took part, and where it was not the own one.')
    .meta({ examples: ['Firefox on Linux'] }),
  address: z
    .string()
    .nullable()
    .describe('Network address that it came from; null likewise.')
    .meta({ examples: ['192.0.2.7'] }),
  current: z.boolean().describe('Whether it happened to, or through, the session that asks.'),
  reason: z
    .string()
    .optional()
    .describe('Why something was refused or ended: a snake_case fact.')
    .meta({ examples: ['invalid_credentials'] }),
  service: z
    .string()
    .optional()
    .describe('The service that told of it, by its proof: it happened there.')
    .meta({ examples: ['Retirement'] }),
  sessions: z.int().optional().describe('How many sessions it ended.'),
  role: z
    .string()
    .optional()
    .describe('The role that was given or taken.')
    .meta({ examples: ['adviser'] }),
  note: z
    .string()
    .optional()
    .describe('The reason that the support desk gave.')
    .meta({ examples: ['Asked by phone, ticket 4711'] }),
});
export type EventEntry = z.infer<typeof eventEntry>;

/** `GET /api/events`: the caller's own events, the newest first; `?before=<next>` continues where a page ends. */
export const eventsAnswer = z.strictObject({
  events: z.array(eventEntry),
  next: issuedId.optional().describe('Where the next page begins; missing on the last one.'),
});
export type EventsAnswer = z.infer<typeof eventsAnswer>;

/** What `?before=` takes: an id that an earlier page named. */
export const eventCursor = issuedId.optional().describe('`next` of the page before: older events are answered.');
