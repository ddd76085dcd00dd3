import { z } from 'zod';

/** The session that a page was told of. Anything may be asked for: what is no session of this browser is answered with no. */
export const askedSid = z
  .string()
  .optional()
  .describe('`sid` of `GET /api/me` at the service whose page asks.')
  .meta({ examples: ['1f0e9d3c-7a52-4d1b-8a57-0b8f3a1c2d4e'] });

/** The page that asks goes on to the login where there is no session left, and leaves it to say why. */
export const leadsTo = z
  .enum(['login'])
  .optional()
  .describe('`login`: cookies of a session that is over are left to the login page, which asks again and says why.')
  .meta({ examples: ['login'] });
