import { z } from 'zod';
import { serviceEntry } from '@latchkey/verifier/contract';

/** The bank's list as it comes: entries are looked at one by one, so that one that is bad takes no other with it. */
export const bankServices = z.object({ services: z.array(z.unknown()).max(64) });

/** One entry as this service takes it: members that it does not know are dropped, so that the bank may be newer. */
export const listedService = z.object(serviceEntry.shape);
