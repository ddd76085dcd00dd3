import { ISSUED_ID } from '../contract/access-token.contract.js';
import { REVOCATIONS_TYP, revocationsClaims1, type RevocationsClaims } from '../contract/revocations.contract.js';
import type { KeyRing } from '../keys/key-ring.js';
import { HeaderCache } from '../token/header-cache.js';
import { requireSignature } from '../token/token-signature.js';
import { TokenError } from '../token/token-error.js';
import { decodePart, splitToken } from '../token/token-text.rules.js';
import { FeedRefused } from './feed.errors.js';

/** A million sids, each 39 bytes of JSON, in base64url. */
export const MAX_FEED_LENGTH = 53_000_000;
const MAX_SIDS = 1_000_000;

const NO_SIDS: readonly string[] = [];

/**
 * Verifies answers of the revocation feed, by the same keys and the same spelling as access tokens, told apart from them by
 * `typ`. The signature comes before the content, because the content may be long.
 */
export class FeedVerifier {
  readonly #headers: HeaderCache;

  /** @param issuer the bank's public origin */
  constructor(
    ring: KeyRing,
    private readonly issuer: string,
  ) {
    this.#headers = new HeaderCache(ring, REVOCATIONS_TYP);
  }

  /**
   * The claims of an authentic answer of our bank.
   * @throws {@link FeedRefused} with the reason
   */
  verify(text: string): RevocationsClaims {
    try {
      const { header, payload, signed, signature } = splitToken(text, MAX_FEED_LENGTH);
      requireSignature(this.#headers.keyOf(header), signed, signature);
      const claims = claimsOf(decodePart(payload));
      if (claims.iss !== this.issuer) throw new FeedRefused('claim_iss');
      return claims;
    } catch (error) {
      if (error instanceof TokenError) throw new FeedRefused(error.reason);
      throw error;
    }
  }
}

// Zod looks at the frame alone: entry by entry it would hold up every request for a tenth of a second.
function claimsOf(payload: Readonly<Record<string, unknown>>): RevocationsClaims {
  const { sids } = payload;
  const read = revocationsClaims1.safeParse(Array.isArray(sids) ? { ...payload, sids: NO_SIDS } : payload);
  if (!read.success) throw new FeedRefused(`claim_${String(read.error.issues[0]?.path[0] ?? 'set')}`);
  if (read.data.kind === 'heartbeat') return read.data;
  if (!isListOfIds(sids)) throw new FeedRefused('claim_sids');
  return { ...read.data, sids };
}

function isListOfIds(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length <= MAX_SIDS &&
    value.every((id) => typeof id === 'string' && ISSUED_ID.test(id))
  );
}
