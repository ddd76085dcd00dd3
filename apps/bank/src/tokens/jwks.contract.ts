import { z } from 'zod';

/** GET /.well-known/jwks.json (RFC 7517): public EC keys and nothing else. */
export const jwksAnswer = z.object({
  keys: z.array(
    z.object({
      kty: z.literal('EC'),
      kid: z.string(),
      alg: z.literal('ES256'),
      use: z.literal('sig'),
      crv: z.literal('P-256'),
      x: z.string(),
      y: z.string(),
    }),
  ),
});
export type JwksAnswer = z.infer<typeof jwksAnswer>;
