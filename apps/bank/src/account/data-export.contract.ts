import { z } from 'zod';
import { issuedId, role, serviceId, username } from '@latchkey/verifier/contract';
import { eventEntry } from '../audit/audit.contract.js';

const time = z.iso.datetime();
const address = z.string().meta({ examples: ['192.0.2.7'] });

const userAgent = z
  .string()
  .describe('As the program names itself.')
  .meta({ examples: ['curl/8.16.0'] });

const session = z.strictObject({
  id: issuedId,
  service: serviceId.describe('The service for which the person logged in.'),
  openedAt: time,
  lastUsedAt: time,
  expiresAt: time.describe('When it ends at the latest.'),
  endedAt: time.nullable(),
  endReason: z
    .string()
    .nullable()
    .describe('Why it ended.')
    .meta({ examples: ['logout'] }),
  address: address.describe('Network address of its last use.'),
  userAgent,
});

const event = eventEntry.omit({ current: true }).extend({
  userAgent: userAgent
    .nullable()
    .describe('As the program names itself; null where it was not the own one.')
    .meta({ examples: ['curl/8.16.0'] }),
});

/** `GET /api/export` of the bank: what it holds of a person, but their password, of which it holds no text. */
export const exportAnswer = z.strictObject({
  service: z.literal('bank'),
  exportedAt: time,
  sub: issuedId,
  username,
  account: z.strictObject({
    registeredAt: time,
    passwordChanges: z.int().nonnegative().describe('How often the password was changed.'),
  }),
  roles: z.array(z.strictObject({ role, grantedAt: time })),
  sessions: z.array(session).describe('Active and past ones, the newest first; past ones are kept for some weeks.'),
  knownAddresses: z
    .array(z.strictObject({ address, lastLoginAt: time }))
    .describe('Networks that logins came from; a stranger elsewhere does not slow down who logs in from there.'),
  events: z.array(event).describe('The newest first.'),
  leftOut: z
    .strictObject({ sessions: z.int().nonnegative(), events: z.int().nonnegative() })
    .describe('How many older ones the file lacks: it holds 10,000 of each. `GET /api/events` pages through all.'),
});
export type ExportAnswer = z.infer<typeof exportAnswer>;
