import * as z from '../schema/zod.js';
import { ACR, AMR, ISSUED_ID, SHORT_NAME, USERNAME } from './access-token.js';

/** Id of a service in the registry: what `aud` names. */
export const serviceId = z
  .string()
  .regex(SHORT_NAME)
  .meta({ examples: ['retirement'] });

/** Ids that the issuer gives out (`sub`, `sid`, `jti`). */
export const issuedId = z
  .string()
  .regex(ISSUED_ID)
  .meta({ examples: ['0b6f3c1e-6d0a-4f0e-9a51-3d6f2f6b7c10'] });

/** A name that a person logs in with. */
export const username = z
  .string()
  .regex(USERNAME)
  .meta({ examples: ['ada'] });

const seconds = z
  .int()
  .positive()
  .meta({ examples: [1_795_771_800] });

/** Name of a role: what a service lets some people do. Which roles exist is declared by the services. */
export const role = z
  .string()
  .regex(SHORT_NAME)
  .meta({ examples: ['support'] });

/** The roles of a person, in the one spelling that they have: sorted, each once, at most 16. */
export const roles = z
  .array(role)
  .max(16)
  .refine(
    (names) => names.every((name, index) => index === 0 || names[index - 1]! < name),
    'must be sorted, each once',
  );

/** Counts the changes of a person's rights; 0 before the first. */
export const rightsVersion = z
  .int()
  .nonnegative()
  .meta({ examples: [3] });

const common = {
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
  acr: z.string().regex(ACR),
  /** By which means (RFC 8176), such as `pwd`. */
  amr: z.array(z.string().regex(AMR)).min(1).max(8),
  preferred_username: username,
};

/** Version 1 of the contract: a caller without roles. */
export const accessTokenClaims1 = z.strictObject({ ...common, ver: z.literal(1) });

/** Version 2 of the contract: roles, and how the token may travel. */
export const accessTokenClaims2 = z.strictObject({
  ...common,
  /** Version of this contract. */
  ver: z.literal(2),
  roles: roles.describe('What the person may do beyond what everyone may.'),
  rv: rightsVersion.describe("Rises with every change of the person's rights."),
  /** The service for which the person logged in (RFC 9068 §2.2). */
  client_id: serviceId,
  /** How the token travels: in the cookie of a browser, or in the Authorization header of a program; it counts nowhere else. */
  trv: z.enum(['cookie', 'bearer']),
});

/**
 * The claims of an access token, after RFC 9068: exactly those of its version and no other. Times are seconds since 1970.
 * A claim that its version does not name marks another kind of token, and is refused.
 */
export const accessTokenClaims = z.discriminatedUnion('ver', [accessTokenClaims1, accessTokenClaims2]);
