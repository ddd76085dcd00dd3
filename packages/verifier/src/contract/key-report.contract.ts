import * as z from '../schema/zod.js';
import { serviceId } from './access-token.contract.js';

const thumbprint = z.string().meta({ examples: ['Q4Hs9mXg0mXyWf1Tn0yJ3nXbqJ1o5l2Zr8cVtA7kLpE'] });

/**
 * What one replica of a service verifies with; thumbprints only (RFC 7638), never a key. Who reads it drops what it does not
 * know: services are upgraded one by one, and a later release may tell more.
 */
export const replicaReport = z.object({
  instance: z
    .string()
    .describe('Names the process; new at every start.')
    .meta({ examples: ['5d1c9a7e'] }),
  thumbprints: z.array(thumbprint).describe('Of the keys that it verifies with.'),
  signing: thumbprint.nullable().describe('Of the key that it signs with; the bank alone.'),
  fault: z
    .string()
    .nullable()
    .describe('Why its keys file is not in use, readable; null while it is.')
    .meta({ examples: [null] }),
  feedAge: z
    .number()
    .nonnegative()
    .nullable()
    .describe('Seconds since what it knows of revocations was certainly complete; null if it never was.')
    .meta({ examples: [0.4] }),
  tokenVersions: z
    .array(z.int().positive())
    .optional()
    .describe(
      'Versions of the token contract that it verifies; missing in a report of a release that knew version 1 alone.',
    )
    .meta({ examples: [[1, 2]] }),
  issues: z
    .int()
    .positive()
    .nullable()
    .optional()
    .describe('Version of the token contract that it issues; the bank alone.')
    .meta({ examples: [2] }),
  seenAt: z.iso.datetime(),
});

/** `GET /internal/keys`: every replica of the service that was seen in the last 30 seconds. */
export const keyReport = z.object({
  service: serviceId,
  tokenTtl: z
    .int()
    .positive()
    .describe('Seconds that an access token lives, by the settings of the replica that answers.')
    .meta({ examples: [900] }),
  replicas: z.array(replicaReport),
});
