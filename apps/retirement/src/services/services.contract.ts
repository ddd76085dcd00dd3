import { z } from 'zod';
import { serviceEntry } from '@latchkey/auth/contract';

/** The bank's list as this service takes it: members that it does not know are dropped, so that the bank may be newer. */
export const bankServices = z.object({ services: z.array(z.object(serviceEntry.shape)).max(64) });
