import { z } from 'zod';

// What is malformed counts as not said, so nothing is refused here.

/** The lists that a reader asks for. */
export const feedVer = z
  .string()
  .optional()
  .describe('`2`: sessions, rights and deleted accounts; without it: sessions alone.')
  .meta({ examples: ['2'] });

/** What a reader holds. */
export const feedEtag = z
  .string()
  .optional()
  .describe('ETag of the last answer.')
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

/** Up to when a reader knows all rights. */
export const feedRightsSince = z
  .string()
  .optional()
  .describe('With `ver=2`: `as_of` of the last answer that named rights, which one of an older bank does not.')
  .meta({ examples: ['1795771800000'] });

/** Where a reader stands in the list of deleted accounts. */
export const feedDeletedAfter = z
  .string()
  .optional()
  .describe('With `ver=2`: `deleted_to` of the last answer that was taken; 0 before the first.')
  .meta({ examples: ['17'] });
