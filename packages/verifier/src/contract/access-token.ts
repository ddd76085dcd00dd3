// The claims as types alone: the schemas next door need zod's, and who only verifies has no zod. A test holds one to the other.

type CommonClaims = {
  /** The bank's public origin, without a slash at the end. */
  iss: string;
  /** The person, for good: never used again for another. */
  sub: string;
  /** The services that may accept the token. */
  aud: string[];
  /** When the token was issued: seconds since 1970. */
  iat: number;
  /** When the token ends: seconds since 1970. */
  exp: number;
  jti: string;
  /** The bank's session, the thing that is revoked. */
  sid: string;
  /** When the person last proved who they are: seconds since 1970. */
  auth_time: number;
  /** How strong that proof was. */
  acr: string;
  /** By which means (RFC 8176), such as `pwd`. */
  amr: string[];
  preferred_username: string;
};

/** Claims of version 1 of the contract: a caller without roles. */
export type AccessTokenClaims1 = CommonClaims & { ver: 1 };

/** Claims of version 2: roles, and how the token may travel. */
export type AccessTokenClaims2 = CommonClaims & {
  ver: 2;
  /** What the person may do beyond what everyone may. */
  roles: string[];
  /** Rises with every change of the person's rights. */
  rv: number;
  /** The service for which the person logged in (RFC 9068 §2.2). */
  client_id: string;
  /** How the token travels: in the cookie of a browser, or in the Authorization header of a program. */
  trv: 'cookie' | 'bearer';
};

/** Who a verified token speaks for: the caller. Frozen: the same object serves every request of the same token. */
export type AccessTokenClaims = AccessTokenClaims1 | AccessTokenClaims2;

/** Versions of the contract that this release verifies. */
export const TOKEN_VERSIONS = [1, 2] as const;
/** A version of the contract of access tokens. */
export type TokenVersion = (typeof TOKEN_VERSIONS)[number];

/** A UUID in lower case (RFC 9562): `sub`, `sid` and `jti`. */
export const ISSUED_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** Id of a service in the registry, and name of a role. */
export const SHORT_NAME = /^[a-z][a-z0-9-]{0,31}$/;
/** A name that a person logs in with. */
export const USERNAME = /^[a-z0-9._-]{3,64}$/;
/** How strong a proof of a person was. */
export const ACR = /^[\x21-\x7e]{1,64}$/;
/** One means of such a proof. */
export const AMR = /^[a-z0-9_-]{1,32}$/;

const NO_ROLES: readonly string[] = [];

/** The roles of a caller; a token of version 1 has none. */
export function rolesOf(claims: AccessTokenClaims): readonly string[] {
  return claims.ver === 1 ? NO_ROLES : claims.roles;
}
