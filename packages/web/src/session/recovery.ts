import type { ApiError } from '../http/api.errors.js';
import type { Recovery } from '../http/api.client.js';
import { decideRecovery } from './recovery.rules.js';
import type { Renewal } from './renewal.client.js';
import type { TokenAge } from './token-age.js';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2_000;
/** A token that another tab got within this time is newer than the one that was refused. */
const YOUNG_MS = 10_000;
/** What a person did so shortly before a renewal counts for the next one too: one click may need both. */
const USE_LINGERS_MS = 10_000;

/** What a recovery works with. */
export interface RecoveryParts {
  age: TokenAge;
  /** Settles once somebody has used the page since a moment of the monotonic clock. */
  usedSince: (moment: number) => Promise<void>;
  renewal: Renewal;
  /** Told that the session is over, with the error that says so; settles when the page has drawn its conclusions. */
  end: (error: ApiError) => Promise<void>;
  /** Asks again which rights the session has. */
  refresh: () => Promise<void>;
}

/**
 * Makes a request survive the end of its token: what {@link decideRecovery} decides, done. One that lacks a role is refused,
 * and the page learns that it took the person for somebody with that role.
 */
export function createRecovery({ age, usedSince, renewal, end, refresh }: RecoveryParts): () => Recovery {
  return () => {
    let sentAt = performance.now();
    let waitedMs = 0;
    let pauseMs = FIRST_PAUSE_MS;
    let renewed = false;
    let youngMs = YOUNG_MS;

    async function renew(error: ApiError): Promise<void> {
      await usedSince(renewal.renewedAt() - USE_LINGERS_MS);
      const outcome = await renewal.renew(youngMs);
      if (outcome.kind === 'refused') await end(outcome.error);
      if (outcome.kind === 'refused') throw outcome.error;
      if (outcome.kind === 'unavailable')
        throw outcome.error.but({ requestId: outcome.error.requestId ?? error.requestId });
      renewed = !outcome.byOther;
      youngMs = 0;
    }

    async function wait(): Promise<void> {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      waitedMs += pauseMs;
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }

    return async (error) => {
      if (error.status !== 401) {
        if (error.code === 'role_missing') void refresh();
        throw error;
      }
      const outdated = renewal.renewedAt() > sentAt;
      switch (decideRecovery({ code: error.code, renewed, outdated, ageMs: age.now(), waitedMs })) {
        case 'ended':
          await end(error);
          throw error;
        case 'stop':
          throw renewed ? error.but({ renewed: true }) : error;
        case 'wait':
          await wait();
          break;
        case 'renew':
          await renew(error);
          break;
        case 'repeat':
      }
      sentAt = performance.now();
    };
  };
}
