import { z } from 'zod';

// What is malformed counts as not said, so nothing is refused here.

/** The set that a reader holds. */
export const feedEtag = z
  .string()
  .optional()
  .describe('ETag of the set that the reader holds.')
  .meta({ examples: ['"pX1dYc0"'] });

/** How long a reader waits for news. */
export const feedWait = z
  .string()
  .optional()
  .describe('`wait=` and the seconds, at most 5, that the reader waits for news (RFC 7240).')
  .meta({ examples: ['wait=5'] });

/** Up to when a reader knows everything. */
export const feedSince = z
  .string()
  .optional()
  .describe(
    '`as_of` of the last answer: milliseconds since 1970. Only what ended since is answered, where that is less.',
  )
  .meta({ examples: ['1795771800000'] });
