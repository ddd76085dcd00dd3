import { z } from 'zod';

const when = z.iso.datetime().optional();

/** When a key took each step, by the clock of the machine that the command ran on. */
const keyTimes = z.object({
  added: when,
  /** When the bank was told to sign with it. */
  promoted: when,
  /** When the bank was told to sign with another one. */
  retired: when,
  /** When the last replica of the bank was seen to sign with another one: no token of this key is younger. */
  released: when,
});
export type KeyTimes = z.infer<typeof keyTimes>;

const state = { kid: z.string(), times: keyTimes.default({}), leaked: z.literal(true).optional() };
const bookKey = z.discriminatedUnion('kty', [
  z.looseObject({ kty: z.literal('oct'), alg: z.literal('HS256'), k: z.string(), ...state }),
  z.looseObject({
    kty: z.literal('EC'),
    alg: z.literal('ES256'),
    crv: z.literal('P-256'),
    x: z.string(),
    y: z.string(),
    d: z.string().optional(),
    ...state,
  }),
]);
/** A key with its past. */
export type StateKey = z.infer<typeof bookKey>;

/** `keys.bank.json` as the command keeps it: the JWK Set that the bank reads, and the past of each key. */
export const keyState = z.looseObject({
  keys: z.array(bookKey).min(1),
  signing: z.string(),
  /** Who changed it last: the bank copies it into the record of what changed. */
  changed: z.object({ operator: z.string(), host: z.string() }).optional().catch(undefined),
});
export type KeyState = z.infer<typeof keyState>;

/** Verifies only · signs · verifies until the last token that it signed has run out. */
export type KeyStage = 'next' | 'current' | 'retiring';
export type KeyAlgorithm = StateKey['alg'];
