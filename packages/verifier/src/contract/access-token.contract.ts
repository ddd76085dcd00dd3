import { z } from 'zod';

/** Id of a service in the registry: what `aud` names. */
export const serviceId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/)
  .meta({ examples: ['retirement'] });

/** A UUID in lower case (RFC 9562). */
export const ISSUED_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Ids that the issuer gives out (`sub`, `sid`, `jti`). */
export const issuedId = z
  .string()
  .regex(ISSUED_ID)
  .meta({ examples: ['0b6f3c1e-6d0a-4f0e-9a51-3d6f2f6b7c10'] });

/** A name that a person logs in with. */
export const username = z
  .string()
  .regex(/^[a-z0-9._-]{3,64}$/)
  .meta({ examples: ['ada'] });

const seconds = z
  .int()
  .positive()
  .meta({ examples: [1_795_771_800] });

/**
 * The claims of an access token, after RFC 9068: exactly these and no other. Times are seconds since 1970.
 * A claim that this list does not name marks another kind of token, and is refused.
 */
export const accessTokenClaims = z.strictObject({
  /** The bank's public origin, without a slash at the end. */
  iss: z.string().min(1).max(256),
  sub: issuedId.describe('The person, for good: never used again for another.'),
  /** The services that may accept the token. */
  aud: z.array(serviceId).min(1).max(64),
  iat: seconds.describe('When the token was issued: seconds since 1970.'),
  exp: seconds.describe('When the token ends: seconds since 1970.').meta({ examples: [1_795_772_700] }),
  jti: issuedId,
  sid: issuedId.describe("The bank's session, the thing that is revoked."),
  auth_time: seconds.describe('When the person last proved who they are: seconds since 1970.'),
  /** How strong that proof was. */
  acr: z.string().regex(/^[\x21-\x7e]{1,64}$/),
  /** By which means (RFC 8176), such as `pwd`. */
  amr: z
    .array(z.string().regex(/^[a-z0-9_-]{1,32}$/))
    .min(1)
    .max(8),
  preferred_username: username,
  /** Version of this contract. */
  ver: z.literal(1),
});

/** Who a verified token speaks for: the caller. Frozen: the same object serves every request of the same token. */
export type AccessTokenClaims = z.infer<typeof accessTokenClaims>;
