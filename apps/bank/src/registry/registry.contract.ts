import { role, serviceEntry, serviceKey } from '@latchkey/verifier/contract';
import { z } from 'zod';

/** What the registry file holds: every service of the deployment, the bank among them. */
const registryEntry = serviceEntry.extend({
  /** The public half of the service's own key, by which it tells of logouts; without it one made of a shared secret. */
  key: serviceKey.optional(),
  /** Roles that its routes ask for: the bank gives people no others. */
  roles: z.array(role).max(64).optional(),
});
export const registryFile = z.array(registryEntry).min(1).max(64);
export type RegistryEntry = z.infer<typeof registryEntry>;
