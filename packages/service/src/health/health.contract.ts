import { z } from 'zod';

/** `GET /health/live`: the process answers. */
export const livenessResponse = z.strictObject({ status: z.literal('live') });
/** The response of a live process. */
export type LivenessResponse = z.infer<typeof livenessResponse>;

const check = z.strictObject({
  ok: z.boolean(),
  detail: z.unknown().optional().describe('Facts of the check, such as the number of pending migrations.'),
});

/** `GET /health/ready`: whether the service should be sent requests. */
export const readinessResponse = z.strictObject({
  status: z.enum(['ready', 'not_ready', 'draining']),
  checks: z
    .record(z.string(), check)
    .optional()
    .describe('Each check by its name; told to operators only.')
    .meta({
      examples: [{ database: { ok: true }, migrations: { ok: true, detail: { pending: 0 } } }],
    }),
  request: z
    .strictObject({
      address: z.string().describe('Whom the service takes for the client.'),
      forwardedFor: z.string().nullable().describe('X-Forwarded-For as it arrived; null without one.'),
    })
    .optional()
    .describe('How this request arrived; told to operators only.')
    .meta({ examples: [{ address: '192.0.2.7', forwardedFor: '192.0.2.7' }] }),
});
