/** What a change of the hint cookie means for a page. */
export type HintDecision = 'nothing' | 'lock' | 'ask';

/**
 * Decides about the hint cookie: a missing one locks a page that shows a user's data, a new one means that it may be
 * somebody else by now, so the page asks.
 *
 * @param seen - the hint under which the page last asked who is there
 * @param now - the hint at hand
 * @param isShowing - the page shows a person's things
 */
export function decideHint(seen: string | undefined, now: string | undefined, isShowing: boolean): HintDecision {
  if (now === seen) return 'nothing';
  if (now !== undefined) return 'ask';
  return isShowing ? 'lock' : 'nothing';
}
