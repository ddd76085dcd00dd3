import { z } from 'zod';

/** Minor units as JSON carries them: canonical digits, so that one amount has one spelling. */
const wishMinor = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,8})$/, 'must be an amount in minor units: 0 to 999999999, digits only')
  .describe('Wished for each month, in minor units (cents).')
  .meta({ examples: ['250000'] });

/** Body of `PUT /api/plan`. */
export const planBody = z.strictObject({
  retirementAge: z
    .int()
    .min(50)
    .max(75)
    .describe('Age at which the person wants to retire.')
    .meta({ examples: [66] }),
  monthlyWishMinor: wishMinor,
  version: z
    .int()
    .min(0)
    .max(2_147_483_647)
    .optional()
    .describe(
      '`version` of the plan that was changed: refused if it is no longer the stored one. Left out, nothing is compared.',
    )
    .meta({ examples: [3] }),
});
export type PlanBody = z.infer<typeof planBody>;

/** A plan as anyone is shown it. */
export const shownFigures = {
  retirementAge: z
    .int()
    .describe('Age at which the person wants to retire.')
    .meta({ examples: [66] }),
  monthlyWishMinor: z
    .string()
    .describe('Wished for each month, in minor units (cents).')
    .meta({ examples: ['250000'] }),
  opened: z.boolean().describe('Whether the person has saved a plan; the figures are defaults until then.'),
};

/** Answer of `GET` and `PUT /api/plan`; `opened` is false while the figures are our defaults. */
export const planAnswer = z.strictObject({
  ...shownFigures,
  version: z
    .int()
    .describe('Counts the changes of the plan; 0 until one is saved.')
    .meta({ examples: [4] }),
  sharedWithAdvisers: z.boolean().describe('Whether advisers may read the plan.'),
});
export type PlanAnswer = z.infer<typeof planAnswer>;
