import * as z from '../schema/zod.js';
import { issuedId, serviceId } from './access-token.contract.js';

/** The `typ` of the proof by which a service tells the bank of a logout. */
export const DELIVERY_TYP = 'logout+jwt';

/** The claims of such a proof: who ended which session there, and whether all others are meant too. */
export const deliveryClaims = z.strictObject({
  /** Id of the service in the registry. */
  iss: serviceId,
  /** The bank's public origin. */
  aud: z.string().min(1).max(256),
  sub: issuedId,
  sid: issuedId,
  everywhere: z.boolean(),
  iat: z.int().positive(),
  exp: z.int().positive(),
  jti: issuedId,
});

/** What `POST /api/logout/delivered` of the bank takes. */
export const deliveryBody = z.strictObject({
  proof: z
    .string()
    .min(1)
    .max(2048)
    .describe('A JWT of `typ` `logout+jwt`, signed with the own key of the service.')
    .meta({ examples: ['eyJhbGciOiJFZERTQSIs…'] }),
});
/** A proof of a logout. */
export type DeliveryBody = z.infer<typeof deliveryBody>;

const bytes = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url');

/** The public half of a service's own key (RFC 8037), as the registry file names it. */
export const serviceKey = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: bytes });

/** What `SERVICE_KEY_FILE` holds. */
export const serviceKeyFile = serviceKey.extend({ d: bytes });
