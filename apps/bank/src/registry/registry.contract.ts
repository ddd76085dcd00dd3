import { serviceEntry } from '@latchkey/auth/contract';
import { z } from 'zod';

/** What the registry file holds: every service of the house, the bank among them. */
export const registryFile = z.array(serviceEntry).min(1).max(64);
export type RegistryEntry = z.infer<typeof serviceEntry>;
