import { ISSUED_ID } from '../contract/access-token.js';
import { REVOCATIONS_TYP, revocationsClaims1, revocationsClaims2 } from '../contract/revocations.contract.js';
import type { RevocationsClaims } from '../contract/revocations.js';
import type { KeyRing } from '../keys/key-ring.js';
import { HeaderCache } from '../token/header-cache.js';
import { requireSignature } from '../token/token-signature.js';
import { TokenError } from '../token/token-error.js';
import { decodePart, splitToken } from '../token/token-text.rules.js';
import { FeedRefused } from './feed.errors.js';
import { hasAllLists } from './feed.rules.js';

/** A million sids, each 39 bytes of JSON, in base64url; the three lists share it. */
export const MAX_FEED_LENGTH = 53_000_000;
const MAX_ENTRIES = 1_000_000;
const MAX_DELETED = 10_000;

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

const LISTS = ['sids', 'rights', 'deleted'] as const;
type Lists = Partial<Record<(typeof LISTS)[number], unknown[]>>;

// Zod looks at the frame alone: entry by entry it would hold up every request for a tenth of a second.
function claimsOf(payload: Readonly<Record<string, unknown>>): RevocationsClaims {
  const lists: Lists = {};
  for (const name of LISTS) if (Array.isArray(payload[name])) lists[name] = payload[name];
  const empty = Object.fromEntries(Object.keys(lists).map((name) => [name, []]));
  const schema = Object.hasOwn(payload, 'ver') ? revocationsClaims2 : revocationsClaims1;
  const read = schema.safeParse({ ...payload, ...empty });
  if (!read.success) throw new FeedRefused(`claim_${String(read.error.issues[0]?.path[0] ?? 'set')}`);
  if (read.data.kind === 'heartbeat') return read.data;
  const { sids = [], rights = [], deleted = [] } = lists;
  if (!isListOf(isId, sids, MAX_ENTRIES)) throw new FeedRefused('claim_sids');
  if (!hasAllLists(read.data)) return { ...read.data, sids };
  if (!isListOf(isRightsEntry, rights, MAX_ENTRIES)) throw new FeedRefused('claim_rights');
  const { deleted_after: after, deleted_to: to } = read.data;
  if (to < after) throw new FeedRefused('claim_deleted_to');
  // Each has a cursor of its own.
  if (!isListOf(isId, deleted, Math.min(MAX_DELETED, to - after))) throw new FeedRefused('claim_deleted');
  return { ...read.data, sids, rights, deleted };
}

function isListOf<T>(isEntry: (value: unknown) => value is T, list: readonly unknown[], most: number): list is T[] {
  return list.length <= most && list.every(isEntry);
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && ISSUED_ID.test(value);
}

function isRightsEntry(value: unknown): value is [string, number] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [sub, rv] = value as unknown[];
  return isId(sub) && Number.isSafeInteger(rv) && (rv as number) >= 0;
}
