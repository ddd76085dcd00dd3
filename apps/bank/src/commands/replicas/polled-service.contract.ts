import { keyReport, replicaReport, type ReplicaReport } from '@latchkey/verifier/contract';
import { z } from 'zod';

/** What a service answers. A later release may tell more than this one knows: that is no reason not to read the rest. */
export const polledReport = z.object({ ...keyReport.shape, replicas: z.array(z.object(replicaReport.shape)) });

/** What a service answered, or why it did not. */
export interface PolledService {
  readonly service: string;
  readonly url: string;
  readonly replicas: readonly ReplicaReport[];
  /** Seconds that an access token lives. */
  readonly tokenTtl?: number | undefined;
  readonly fault?: string | undefined;
}
