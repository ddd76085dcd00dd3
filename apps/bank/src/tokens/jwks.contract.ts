import { z } from 'zod';

/** GET /.well-known/jwks.json (RFC 7517): public EC keys and nothing else. */
export const jwksAnswer = z.object({
  keys: z.array(
    z.object({
      kty: z.literal('EC'),
      kid: z
        .string()
        .describe('Names the key; the header of a token says the same.')
        .meta({ examples: ['pX1dYc0aT3nJ7bLs'] }),
      alg: z.literal('ES256'),
      use: z.literal('sig'),
      crv: z.literal('P-256'),
      x: z.string().describe('Coordinate, 32 bytes in base64url.'),
      y: z.string().describe('Coordinate, 32 bytes in base64url.'),
    }),
  ),
});
export type JwksAnswer = z.infer<typeof jwksAnswer>;
