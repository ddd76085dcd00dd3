import { z } from 'zod';
import { accessTokenClaims, username } from './access-token.contract.js';

const { sub, sid, auth_time, iat, exp } = accessTokenClaims.shape;

/** `GET /api/me`, the same at every service: who the caller is, from the token alone. */
export const meAnswer = z.strictObject({ sub, username, sid, auth_time, iat, exp });
/** Who the caller is. */
export type MeAnswer = z.infer<typeof meAnswer>;

/** `POST /api/login`: the token itself for programs (`Bearer`); for browsers it travels in a cookie (`Cookie`). */
export const loginAnswer = z.strictObject({
  access_token: z.string().optional(),
  token_type: z.enum(['Bearer', 'Cookie']),
  /** Seconds. */
  expires_in: z.int().positive(),
});
/** What a login answers. */
export type LoginAnswer = z.infer<typeof loginAnswer>;
