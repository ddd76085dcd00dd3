// What the schemas next door describe, as types alone: who only verifies has no zod.

type Head = {
  /** The bank's public origin. */
  iss: string;
  /** Signed at, in seconds since 1970. */
  iat: number;
  /** Names the set: equal for equal sets at every replica of the bank. */
  etag: string;
};

type Lists = {
  /** Sessions that ended within the hard TTL of a token. */
  sids: string[];
  /** People whose rights have changed within the hard TTL, each with the version of their rights that is in force. */
  rights: [sub: string, rv: number][];
  /** Accounts that were deleted for good, in the order of their deletion: those after one cursor, up to and with another. */
  deleted: string[];
  deleted_after: number;
  deleted_to: number;
};

// Up to when the bank's database was read: milliseconds since 1970 by the database's clock.
type Set<Content> = Head & Content & { kind: 'set'; as_of: number };
type Delta<Content> = Head & Content & { kind: 'delta'; as_of: number; since: number };
type Heartbeat<Content> = Head & Content & { kind: 'heartbeat' };

/** An answer of the feed to readers that do not ask for `?ver=2`. */
export type RevocationsClaims1 = Set<Pick<Lists, 'sids'>> | Delta<Pick<Lists, 'sids'>> | Heartbeat<object>;
/** An answer with all three lists. */
export type RevocationsClaims2 = Set<Lists & { ver: 2 }> | Delta<Lists & { ver: 2 }> | Heartbeat<{ ver: 2 }>;
/** The claims of one answer of the revocation feed. */
export type RevocationsClaims = RevocationsClaims1 | RevocationsClaims2;
