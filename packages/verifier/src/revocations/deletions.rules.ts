import type { RevocationsClaims } from '../contract/revocations.js';
import { newestDeletions, type DeletionNews } from '../storage/deletion-news.rules.js';

/** Why the deletions of an authentic answer are not followed. */
export type DeletionReason =
  /** They begin after what we know ends. */
  | 'deleted_gap'
  /** The bank's newest cursor is below ours: it was restored from a backup, and counts on from there. */
  | 'deleted_back';

/** Cursors that a page spans if more follow; the others end at the bank's newest. */
const WHOLE_PAGE = 10_000;

/** Where a reader stands after an answer, and what of it is news. */
export interface DeletionStep {
  readonly cursor: number;
  readonly deletions: DeletionNews | undefined;
  readonly deletionReason: DeletionReason | undefined;
}

/**
 * What one answer says of deleted accounts. A page of them is true whenever it was signed, so it is taken whatever becomes
 * of the rest of the answer, and once: what ends at or below our cursor brings nothing. Only an answer that is followed, and
 * ends at the newest cursor, shows that the bank has gone back. Then all that it still tells is asked for again: what it
 * deletes from now on has cursors that we have passed.
 * @param isFollowed whether the answer is newer than what is known
 */
export function deletionStepOf(cursor: number, message: RevocationsClaims, isFollowed: boolean): DeletionStep {
  const nothing = { cursor, deletions: undefined, deletionReason: undefined };
  if (message.kind === 'heartbeat' || !('ver' in message)) return nothing;
  const { deleted, deleted_after: after, deleted_to: to } = message;
  if (after > cursor) return { ...nothing, deletionReason: 'deleted_gap' };
  if (to > cursor) return { ...nothing, cursor: to, deletions: { subs: newestDeletions(deleted, to - cursor), to } };
  if (!isFollowed || to === cursor || to - after >= WHOLE_PAGE) return nothing;
  return { cursor: 0, deletions: { restartedAt: to }, deletionReason: 'deleted_back' };
}
