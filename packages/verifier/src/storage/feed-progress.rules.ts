import { newestDeletions, type DeletionNews } from './deletion-news.rules.js';

/** How far the feed was followed, in milliseconds since 1970 by the bank's database. */
interface Reached {
  readonly asOf: number;
  readonly etag: string;
  readonly rightsAsOf: number;
}

/** How far the stored copy of the feed goes. */
export interface FeedProgress extends Reached {
  /** Up to which of the bank's cursors deleted accounts were stored. */
  readonly deletedTo: number;
}

/** It is not known how far the copy goes. */
export const NOWHERE: FeedProgress = { asOf: 0, etag: '', rightsAsOf: 0, deletedTo: 0 };

/** Neither time goes back, unless it lies beyond `latest`; each stands for itself. */
export function progressAfter(stored: FeedProgress, reached: Reached = NOWHERE, latest: number): FeedProgress {
  const staysOf = (held: number, news: number): boolean => news <= held && held <= latest;
  const { asOf, etag } = staysOf(stored.asOf, reached.asOf) ? stored : reached;
  const { rightsAsOf } = staysOf(stored.rightsAsOf, reached.rightsAsOf) ? stored : reached;
  return { ...stored, asOf, etag, rightsAsOf };
}

/** The same without how far it goes, if that lies beyond `latest`. */
export function repairedProgress(stored: FeedProgress, latest: number): FeedProgress {
  const isBeyond = Math.max(stored.asOf, stored.rightsAsOf) > latest;
  return isBeyond ? { ...NOWHERE, deletedTo: stored.deletedTo } : stored;
}

/** The cursor after news of deleted accounts, and the accounts that are new by it. */
export function deletionsAfter(
  deletedTo: number,
  list: readonly DeletionNews[],
): { readonly deletedTo: number; readonly subs: readonly string[] } {
  const subs: string[] = [];
  let cursor = deletedTo;
  for (const news of list) {
    if ('restartedAt' in news) {
      if (cursor > news.restartedAt) cursor = 0;
    } else if (news.to > cursor) {
      for (const sub of newestDeletions(news.subs, news.to - cursor)) subs.push(sub);
      cursor = news.to;
    }
  }
  return { deletedTo: cursor, subs };
}
