import { z } from 'zod';

/** `GET /health/live`: the process answers. */
export const livenessAnswer = z.strictObject({ status: z.literal('live') });
/** What a process answers that lives. */
export type LivenessAnswer = z.infer<typeof livenessAnswer>;

const check = z.strictObject({
  ok: z.boolean(),
  detail: z.unknown().optional().describe('Facts of the check, such as the number of pending migrations.'),
});

/** `GET /health/ready`: whether the service should be sent requests. */
export const readinessAnswer = z.strictObject({
  status: z.enum(['ready', 'not_ready', 'draining']),
  checks: z
    .record(z.string(), check)
    .optional()
    .describe('Each check by its name; told to operators only.')
    .meta({
      examples: [{ database: { ok: true }, migrations: { ok: true, detail: { pending: 0 } } }],
    }),
});
