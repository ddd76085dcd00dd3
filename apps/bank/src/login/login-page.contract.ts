import { z } from 'zod';

/** Where a page leads after a login. Anything may be asked for: what is not an address of the deployment is answered with a page. */
export const returnTarget = z
  .string()
  .optional()
  .describe('Where to go after the login: a path of the bank, or an address of one of the services.')
  .meta({ examples: ['https://retirement.example.com/'] });
