import * as z from '../schema/zod.js';
import { issuedId, rightsVersion } from './access-token.contract.js';

/** The `typ` of what the revocation feed answers. */
export const REVOCATIONS_TYP = 'revocations+jwt';

const head = {
  /** The bank's public origin. */
  iss: z.string().min(1).max(256),
  /** Signed at, in seconds since 1970. */
  iat: z.int().positive(),
  /** Names the set: equal for equal sets at every replica of the bank. */
  etag: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
};
/** Up to when the bank's database was read: milliseconds since 1970 by the database's clock. */
const as_of = z.int().positive();

/**
 * Milliseconds that `as_of` may be later than `iat`, since the bank and its database have a clock each. A reader believes no
 * more, so the bank says no more: less is merely told again.
 */
export const MAX_AS_OF_AHEAD_MS = 60_000;

const sids = z.array(issuedId).max(1_000_000);

/** The claims of one answer of `GET /.well-known/latchkey/revocations`, to readers that do not ask for `?ver=2`. */
export const revocationsClaims1 = z.discriminatedUnion('kind', [
  /** All sessions that ended within the hard TTL of a token. */
  z.strictObject({ kind: z.literal('set'), ...head, as_of, sids }),
  /** Those that ended since a moment that the reader knows everything up to; it keeps what it has and adds these. */
  z.strictObject({ kind: z.literal('delta'), ...head, as_of, since: as_of, sids }),
  /** Nothing has changed since the set of this etag. */
  z.strictObject({ kind: z.literal('heartbeat'), ...head }),
]);

/** Where a reader stands in the list of deleted accounts: 0 before the first, then rising with each deletion. */
export const deletionCursor = z.int().nonnegative();

const lists = {
  sids,
  /** People whose rights have changed within the hard TTL, each with the version of their rights that is in force. */
  rights: z.array(z.tuple([issuedId, rightsVersion])).max(1_000_000),
  /** Accounts that were deleted for good, in the order of their deletion: those after one cursor, up to and with another. */
  deleted: z.array(issuedId).max(10_000),
  deleted_after: deletionCursor,
  deleted_to: deletionCursor,
};

/** The claims of one answer of the feed to readers that ask for `?ver=2`. */
export const revocationsClaims2 = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('set'), ver: z.literal(2), ...head, as_of, ...lists }),
  z.strictObject({ kind: z.literal('delta'), ver: z.literal(2), ...head, as_of, since: as_of, ...lists }),
  z.strictObject({ kind: z.literal('heartbeat'), ver: z.literal(2), ...head }),
]);
