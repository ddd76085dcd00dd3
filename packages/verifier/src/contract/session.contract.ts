import * as z from '../schema/zod.js';
import { accessTokenClaims1, issuedId, roles, username } from './access-token.contract.js';

const { sub, sid, auth_time, iat, exp } = accessTokenClaims1.shape;

/** `GET /api/me`, the same at every service: who the caller is, from the token alone. */
export const meAnswer = z.strictObject({ sub, username, roles, sid, auth_time, iat, exp });
/** Who the caller is. */
export type MeAnswer = z.infer<typeof meAnswer>;

/**
 * What `POST /api/login` and `POST /api/refresh` answer: the tokens themselves for programs (`Bearer`, RFC 6749 §5.1); for
 * browsers they travel in cookies (`Cookie`).
 */
export const loginAnswer = z.strictObject({
  access_token: z
    .string()
    .optional()
    .describe('A JWT; for programs only.')
    .meta({ examples: ['eyJhbGciOiJIUzI1NiIs…'] }),
  token_type: z.enum(['Bearer', 'Cookie']).describe('How the tokens travel: in this body, or in cookies.'),
  expires_in: z
    .int()
    .positive()
    .describe('Seconds that the access token lives.')
    .meta({ examples: [900] }),
  refresh_token: z
    .string()
    .optional()
    .describe('Good for one renewal; for programs only.')
    .meta({ examples: ['v1.pX1dYc0a…'] }),
  deletion_undone: z
    .literal(true)
    .optional()
    .describe('Only after a login that kept an account which was to be deleted.'),
});
/** What a login and a refresh answer. */
export type LoginAnswer = z.infer<typeof loginAnswer>;

/** What `POST /api/refresh` takes: the refresh token of a program, or nothing from a browser, whose cookie counts. */
export const refreshBody = z.strictObject({
  refresh_token: z
    .string()
    .min(1, 'The refresh token is missing.')
    .max(1024, 'This is no refresh token.')
    .optional()
    .describe('Left out by a browser, whose cookie counts.')
    .meta({ examples: ['v1.pX1dYc0a…'] }),
});
/** What a refresh takes. */
export type RefreshBody = z.infer<typeof refreshBody>;

/**
 * `GET /api/refresh?sid=…` of the bank: whether the session that a page was told of is the one that its browser is logged
 * in with. It tells a page no more than yes or no about what it knows already.
 */
export const currentAnswer = z.strictObject({ current: z.boolean() });
/** Whether it is this browser's session. */
export type CurrentAnswer = z.infer<typeof currentAnswer>;

/** Why a session is over; told only to the browser or program that held it (member `endReason` of the problem). */
export const endReason = z.enum([
  /** Logged out on this very device. */
  'logout',
  /** Ended from another device of the same person. */
  'other_device',
  /** Logged out everywhere. */
  'everywhere',
  'password_changed',
  /** An old refresh token came: a copy may be in foreign hands. */
  'refresh_reused',
  /** Not used for longer than the idle limit. */
  'idle',
  /** The absolute limit is reached. */
  'absolute',
  /** The key of its refresh token is no longer in use. */
  'key_withdrawn',
  /** The person opened another one than may be active at once, and this one was not used for longest. */
  'session_limit',
  /** Somebody logged in again in the same browser. */
  'new_login',
  /** By an operator, or because the account is disabled. */
  'ended_by_bank',
  /** The person asked to have the account deleted; a login undoes that. */
  'account_deletion',
]);
/** Why a session is over. */
export type EndReason = z.infer<typeof endReason>;

/** One active session of a person. Times are RFC 3339 text. */
export const sessionEntry = z.strictObject({
  id: issuedId,
  device: z
    .string()
    .describe('The device, readable.')
    .meta({ examples: ['Firefox on Linux'] }),
  address: z
    .string()
    .describe('Network address of its last use.')
    .meta({ examples: ['192.0.2.7'] }),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  current: z.boolean().describe('Whether it is the session that asks.'),
});
/** One active session of a person. */
export type SessionEntry = z.infer<typeof sessionEntry>;

/** `GET /api/sessions` of the bank: the session that asks first; `?after=<next>` continues where a page ends. */
export const sessionsAnswer = z.strictObject({
  sessions: z.array(sessionEntry),
  next: issuedId.optional().describe('Where the next page begins; missing on the last one.'),
});
/** What `?after=` takes: an id that an earlier page named. */
export const sessionCursor = issuedId
  .optional()
  .describe('`next` of the page before: the sessions behind it are answered.');
/** The active sessions of a person. */
export type SessionsAnswer = z.infer<typeof sessionsAnswer>;
