import { z } from 'zod';
import type { PolledService } from '../replicas/polled-service.contract.js';

// Services of several releases are looked at: what one does not tell is not looked at.
const detail = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .object({ ok: z.boolean(), detail: z.object(shape).partial().optional().catch(undefined) })
    .optional()
    .catch(undefined);

/** What `/health/ready` tells operators, as far as it is looked at. */
export const readyDetails = z.object({
  status: z.string(),
  request: z.object({ address: z.string(), forwardedFor: z.string().nullable() }).optional().catch(undefined),
  checks: z
    .looseObject({
      process: detail({ version: z.string(), publicUrl: z.string(), trustedProxyHops: z.number() }),
      sso: detail({ issuer: z.string(), cookieDomain: z.string() }),
      database: detail({
        state: z.string(),
        host: z.string().nullable(),
        inRecovery: z.boolean().nullable(),
        offsetSeconds: z.number().nullable(),
        listen: z.string(),
        role: z.object({ name: z.string(), ownsTables: z.boolean(), superuser: z.boolean() }).nullable(),
        warning: z.string(),
      }),
      migrations: detail({ pending: z.number() }),
      keys: detail({ fault: z.string().nullable() }),
      revocations: detail({ feedAge: z.number().nullable(), lastFault: z.string().nullable() }),
      log: detail({ fault: z.string().nullable() }),
    })
    .optional(),
});
export type ReadyDetails = z.infer<typeof readyDetails>;
export type ReadyChecks = NonNullable<ReadyDetails['checks']>;

/** One look at a service, through whatever stands in front of it. */
export interface Look {
  readonly isHttps: boolean;
  readonly certifiedUntil: number | undefined;
  readonly hasHsts: boolean;
  /** Its clock minus ours, in seconds; undefined if it did not tell. */
  readonly clockOffset: number | undefined;
  /** By how much that may be wrong. */
  readonly clockError: number;
  readonly ready: ReadyDetails;
}

/** Everything that was learnt of a service. */
export interface ServiceFacts {
  readonly id: string;
  readonly url: URL;
  /** Why it could not be looked at; then there are no looks. */
  readonly fault?: string;
  /** Several, as each may reach another replica. */
  readonly looks: readonly Look[];
  /** A look that claimed to come from another address by X-Forwarded-For. */
  readonly disguised?: Look | undefined;
  readonly keys: PolledService;
}

/** A service as the bank lists it. */
export interface ListedService {
  readonly id: string;
  readonly url: string;
}
