/**
 * Deleted accounts in the order of the bank's cursors, those that end at `to` and perhaps some that were known before; or
 * where the bank starts again: a cursor above that place is worth nothing.
 */
export type DeletionNews = { readonly subs: readonly string[]; readonly to: number } | { readonly restartedAt: number };

/**
 * The accounts at the end of a page, at most so many: cursors may have gaps, so perhaps some that were known before.
 * @param count how many cursors the page goes beyond what is known
 */
export function newestDeletions(subs: readonly string[], count: number): readonly string[] {
  return count >= subs.length ? subs : subs.slice(subs.length - count);
}
