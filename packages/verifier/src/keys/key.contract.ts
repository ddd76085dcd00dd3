import * as z from '../schema/zod.js';

const kid = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'kid must be 1 to 64 of A-Z a-z 0-9 . _ -');
const bytes = z.string().regex(/^[A-Za-z0-9_-]+$/, 'must be base64url');
const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url');
const purpose = { use: z.literal('sig').optional(), key_ops: z.array(z.enum(['sign', 'verify'])).optional() };

/** A symmetric key (RFC 7518 §6.4), for HS256 alone. */
export const octKey = z.object({ kty: z.literal('oct'), kid, alg: z.literal('HS256'), k: bytes, ...purpose });

/** A P-256 key (RFC 7518 §6.2), for ES256 alone; with `d` it can sign. */
export const ecKey = z.object({
  kty: z.literal('EC'),
  kid,
  alg: z.literal('ES256'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
  d: coordinate.optional(),
  ...purpose,
});

/** What `JWT_KEYS_FILE` holds: a JWK Set (RFC 7517 §5); `signing` names the key that the bank signs with. */
export const keySetFile = z.object({
  keys: z
    .array(z.discriminatedUnion('kty', [octKey, ecKey]))
    .min(1)
    .max(32),
  signing: z.string().optional(),
  // For the record only: no key is refused for what stands here.
  changed: z
    .object({ operator: z.string().max(128), host: z.string().max(128) })
    .optional()
    .catch(undefined),
});

export type KeySetFile = z.infer<typeof keySetFile>;

/** One key of the file. */
export type FileKey = z.infer<typeof octKey> | z.infer<typeof ecKey>;
