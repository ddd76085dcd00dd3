import { z } from 'zod';

/** Minor units as JSON carries them: canonical digits, so that one amount has one spelling. */
const wishMinor = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,8})$/, 'must be an amount in minor units: 0 to 999999999, digits only');

/** Body of `PUT /api/plan`. */
export const planBody = z.strictObject({
  retirementAge: z.int().min(50).max(75),
  monthlyWishMinor: wishMinor,
});
export type PlanBody = z.infer<typeof planBody>;

/** Answer of `GET` and `PUT /api/plan`; `opened` is false while the figures are our defaults. */
export const planAnswer = z.strictObject({
  retirementAge: z.int(),
  monthlyWishMinor: z.string(),
  opened: z.boolean(),
});
export type PlanAnswer = z.infer<typeof planAnswer>;
