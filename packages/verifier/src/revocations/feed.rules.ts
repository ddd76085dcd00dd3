import { MAX_AS_OF_AHEAD_MS } from '../contract/revocations.contract.js';
import type { RevocationsClaims, RevocationsClaims2 } from '../contract/revocations.js';
import { backOff } from '../outbound/back-off.js';
import type { DeletionNews } from '../storage/deletion-news.rules.js';
import type { RightsEntry } from '../storage/store.js';
import { deletionStepOf, type DeletionReason } from './deletions.rules.js';

/** How far a reader of the feed has come. */
export interface FeedState {
  /** Newest time of signing that was believed, in seconds; 0 before the first. */
  readonly iat: number;
  /** Up to when every revoked session is known, by the bank's database, in milliseconds; 0 if nothing is. */
  readonly asOf: number;
  /** Up to when every change of rights is known, likewise; 0 before the first answer of version 2. */
  readonly rightsAsOf: number;
  /** Names the bank's set that is held; undefined: the whole set is wanted. */
  readonly etag: string | undefined;
  /** Up to which of the bank's cursors every deleted account is known; 0 before the first. */
  readonly deletedTo: number;
}

/** Before the first answer. */
export const NOTHING_HEARD: FeedState = { iat: 0, asOf: 0, rightsAsOf: 0, etag: undefined, deletedTo: 0 };

/** Milliseconds that the bank's clock may be ahead of ours. */
const MAX_AHEAD_MS = 60_000;

/** Why an authentic answer is not followed. */
export type FeedReason =
  /** Signed later than now: followed, it would make everything true look like a replay. */
  | 'iat_ahead'
  /** Read from a database later than it was signed: followed, every true answer would seem to know less. */
  | 'as_of_ahead'
  /** Signed before what was believed already: a replay. */
  | 'iat_back'
  /** Read from a database that knew less than we do. */
  | 'as_of_back'
  /** Begins after what we know ends. */
  | 'delta_gap'
  /** Says "unchanged" of a set that is not ours. */
  | 'etag_unknown';

/** What follows from one answer. */
export interface FeedStep {
  readonly state: FeedState;
  /** Sessions to remember as over, if they are not already. */
  readonly learns: readonly string[];
  /** Versions of rights to remember, where no higher one is known. */
  readonly rights: readonly RightsEntry[];
  /** Deleted accounts that are news, and how far they go; undefined if there are none. */
  readonly deletions: DeletionNews | undefined;
  /** The knowledge of sessions is complete as of this answer. */
  readonly renews: boolean;
  /** The knowledge of rights is. */
  readonly renewsRights: boolean;
  /** Why the answer is not followed. */
  readonly reason: FeedReason | undefined;
  /** Why its deletions are not, which stand for themselves. */
  readonly deletionReason: DeletionReason | undefined;
}

/** Milliseconds since 1970 up to which an `as_of` can be true, if now is `now`. */
export function latestAsOf(now: number): number {
  return now + MAX_AHEAD_MS + MAX_AS_OF_AHEAD_MS;
}

/** Whether an answer has all three lists, or is a heartbeat of them. A bank of an earlier release knows sessions alone. */
export function hasAllLists(message: RevocationsClaims): message is RevocationsClaims2 {
  return 'ver' in message;
}

/**
 * Decides about an authentic answer. Nothing known is ever given up for an answer: sessions do not come back to life and
 * versions of rights only rise, so a set is added like a delta, and what the bank no longer names ends by its own time. For
 * the same reason the lists of any authentic answer are learnt, even of one that proves nothing about the rest.
 * @param now milliseconds since 1970 by our clock
 */
export function stepOf(held: FeedState, message: RevocationsClaims, now: number): FeedStep {
  const before = isFromFuture(held, now) ? { ...NOTHING_HEARD, deletedTo: held.deletedTo } : held;
  const reason = futureReasonOf(message, now) ?? reasonOf(before, message);
  const { cursor, ...deletions } = deletionStepOf(before.deletedTo, message, reason === undefined);
  const renews = reason === undefined && message.iat > before.iat;
  return {
    state: { ...stateAfter(before, message, reason), deletedTo: cursor },
    learns: message.kind === 'heartbeat' ? [] : message.sids,
    rights: message.kind === 'heartbeat' || !hasAllLists(message) ? [] : message.rights,
    ...deletions,
    renews,
    renewsRights: renews && hasAllLists(message),
    reason,
  };
}

function stateAfter(before: FeedState, message: RevocationsClaims, reason: FeedReason | undefined): FeedState {
  if (reason === 'delta_gap' || reason === 'etag_unknown') return { ...before, etag: undefined };
  if (reason !== undefined) return before;
  const iat = Math.max(before.iat, message.iat);
  if (message.kind === 'heartbeat') return { ...before, iat };
  const { as_of, etag } = message;
  return { ...before, iat, asOf: as_of, etag, ...(hasAllLists(message) && { rightsAsOf: as_of }) };
}

// A clock that was set right leaves such a state behind: held to it, every true answer would be too old.
function isFromFuture({ iat, asOf, rightsAsOf }: FeedState, now: number): boolean {
  return iat * 1000 > now + MAX_AHEAD_MS || Math.max(asOf, rightsAsOf) > latestAsOf(now);
}

function futureReasonOf(message: RevocationsClaims, now: number): FeedReason | undefined {
  const signedAt = message.iat * 1000;
  if (signedAt > now + MAX_AHEAD_MS) return 'iat_ahead';
  return message.kind !== 'heartbeat' && message.as_of > signedAt + MAX_AS_OF_AHEAD_MS ? 'as_of_ahead' : undefined;
}

// Signed in the same second is not older: iat is in whole seconds, and a logout may come right after a heartbeat.
function reasonOf({ iat, asOf, rightsAsOf, etag }: FeedState, message: RevocationsClaims): FeedReason | undefined {
  if (message.kind === 'heartbeat') {
    if (message.iat < iat) return 'iat_back';
    return message.etag === etag ? undefined : 'etag_unknown';
  }
  if (message.as_of < asOf) return 'as_of_back';
  if (message.kind === 'set') return undefined;
  const known = hasAllLists(message) ? Math.min(asOf, rightsAsOf) : asOf;
  return message.since > known ? 'delta_gap' : undefined;
}

/** For clocks that differ, and requests that take their time. */
const MARGIN_SECONDS = 120;

/**
 * Seconds for which a session that is over is held as revoked, and a change of rights as known: after that no token from
 * before can be alive.
 */
export function revocationSeconds(tokenTtl: number): number {
  return tokenTtl + MARGIN_SECONDS;
}

/** How long the bank may let an unchanged question wait, in seconds. */
const USUAL_WAIT = 5;
const LEAST_PAUSE_MS = 10;
/** While replicas of two releases answer in turn: each names its set in its own way, so that no question waits. */
const MIXED_PAUSE_MS = 250;
const PAUSES = { first: 100, longest: 2_000 };
/** How much longer than it took to read an answer everything else comes first. */
const REST = 10;
const MAX_REST_MS = 1_000;

/** How long the next question may wait at the bank: a reader that just failed, or never heard, wants to know at once. */
export function waitOf(failures: number, age: number): number {
  return failures > 0 || age === Infinity ? 0 : USUAL_WAIT;
}

/**
 * Milliseconds until the next question.
 * @param failures questions in a row that brought nothing to believe
 * @param workMs time that the last answer took to read
 * @param chance 0 to 1; 0 is the shortest pause after a failure
 * @param isMixed the last answer was of another release than the one before, and told nothing new
 */
export function pauseOf(failures: number, workMs: number, chance: number, isMixed = false): number {
  const least = isMixed ? MIXED_PAUSE_MS : LEAST_PAUSE_MS;
  if (failures === 0) return Math.min(MAX_REST_MS, Math.max(least, workMs * REST));
  return backOff(failures, PAUSES, chance);
}
