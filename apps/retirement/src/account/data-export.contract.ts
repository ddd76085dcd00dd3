import { z } from 'zod';
import { issuedId, username } from '@latchkey/verifier/contract';
import { planBody } from '../plan/plan.contract.js';

const { retirementAge, monthlyWishMinor } = planBody.shape;
const time = z.iso.datetime();

/** `GET /api/export` of retirement: what it holds of a person. */
export const exportAnswer = z.strictObject({
  service: z.literal('retirement'),
  exportedAt: time,
  sub: issuedId,
  username,
  plan: z
    .strictObject({ retirementAge, monthlyWishMinor, version: z.int(), openedAt: time })
    .nullable()
    .describe('Null if none was saved.'),
  permission: z
    .strictObject({ username, allowedAt: time })
    .nullable()
    .describe('Since when advisers may read the plan, and under which name; null if they may not.'),
});
export type ExportAnswer = z.infer<typeof exportAnswer>;
