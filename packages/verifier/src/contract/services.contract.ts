import * as z from '../schema/zod.js';
import { serviceId } from './access-token.contract.js';

/** One service of the deployment, as the app switcher shows it. */
export const serviceEntry = z.strictObject({
  id: serviceId,
  name: z
    .string()
    .min(1)
    .max(64)
    .describe('For people.')
    .meta({ examples: ['Retirement'] }),
  url: z.url({ protocol: /^https?$/ }).describe('Where its site is.'),
});

/** The bank's `/.well-known/latchkey/services` and every other service's `GET /api/services`. */
export const servicesAnswer = z.strictObject({ services: z.array(serviceEntry).max(64) });
