import type { IsCurrent } from './current-session.client.js';
import type { RenewalOutcome } from './renewal.client.js';

/** What a page does with the session that it shows: keeps it, loads the one that a renewal brought back, or leaves. */
export type CurrentVerdict = 'stay' | 'reload' | 'leave';

/**
 * Compares the session that a page shows with the one that its browser is logged in with. A renewal replaces a
 * planted one by the user's own; once a page, or it could loop.
 *
 * @param hide - takes what is somebody else's off the page
 */
export function createCurrentCheck(
  isCurrent: IsCurrent,
  renew: () => Promise<RenewalOutcome>,
  hide: () => void,
): (sid: string, isShown: () => boolean) => Promise<CurrentVerdict> {
  let hasRenewed = false;
  return async (sid, isShown) => {
    if ((await isCurrent(sid)) !== false || !isShown()) return 'stay';
    if (hasRenewed) return 'leave';
    hasRenewed = true;
    hide();
    return (await renew()).kind === 'renewed' ? 'reload' : 'leave';
  };
}
