import { z } from 'zod';

/** Minor units, as text: money is no floating-point number. */
const monthlyMinor = z.string().regex(/^\d{1,15}$/);

export const pensionBody = z.strictObject({ monthlyMinor });
export type PensionBody = z.infer<typeof pensionBody>;

export const pensionAnswer = z.strictObject({ owner: z.uuid(), monthlyMinor });
export type PensionAnswer = z.infer<typeof pensionAnswer>;

export const clientsAnswer = z.strictObject({ clients: z.array(z.uuid()) });
export type ClientsAnswer = z.infer<typeof clientsAnswer>;
