import { z } from 'zod';
import { issuedId, username } from '@latchkey/verifier/contract';

const time = z.iso.datetime();

/** `GET /api/export`: what this service holds of a person. */
export const exportAnswer = z.strictObject({
  service: z.literal('sample'),
  exportedAt: time,
  sub: issuedId,
  username,
  note: z.strictObject({ text: z.string(), changedAt: time }).nullable().describe('Null if none is kept.'),
});
export type ExportAnswer = z.infer<typeof exportAnswer>;
