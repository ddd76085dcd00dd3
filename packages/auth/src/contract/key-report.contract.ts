import { z } from 'zod';
import { serviceId } from './access-token.contract.js';

/** What one replica of a service verifies with; thumbprints only (RFC 7638), never a key. */
export const replicaReport = z.strictObject({
  /** Names the process; new at every start. */
  instance: z.string(),
  thumbprints: z.array(z.string()),
  /** Thumbprint of the key that it signs with; the bank alone. */
  signing: z.string().nullable(),
  /** Why its keys file is not in use, in words; null while it is. */
  fault: z.string().nullable(),
  /** Seconds since what it knows of revocations was certainly complete; null if it never was. */
  feedAge: z.number().nonnegative().nullable(),
  seenAt: z.iso.datetime(),
});
/** What one replica of a service verifies with. */
export type ReplicaReport = z.infer<typeof replicaReport>;

/** `GET /internal/keys`: every replica of the service that was seen in the last 30 seconds. */
export const keyReport = z.strictObject({
  service: serviceId,
  /** Seconds that an access token lives, by the settings of the replica that answers. */
  tokenTtl: z.int().positive(),
  replicas: z.array(replicaReport),
});
/** What all replicas of a service verify with. */
export type KeyReport = z.infer<typeof keyReport>;
