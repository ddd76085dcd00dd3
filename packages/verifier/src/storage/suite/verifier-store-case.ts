import type { FeedNews, VerifierStore } from '../store.js';

/** What a store in {@link VerifierStoreCase} is to be told: seconds for which sessions are held, and that they last at most. */
export const SUITE_TIMES = { keptSeconds: 1020, sessionAbsolute: 43_200 } as const;

/** Something that every `VerifierStore` does; rejects with an `AssertionError` if this one does not. */
export interface VerifierStoreCase {
  readonly name: string;
  /** @param store empty, and told {@link SUITE_TIMES} */
  run(store: VerifierStore): Promise<void>;
}

/** Later than everything that a case has heard of. */
export const LATEST = 1_000_000;

/** News, with nothing in them that is not named. */
export function news(some: Partial<FeedNews>): FeedNews {
  return { reached: undefined, sids: [], rights: [], deletions: [], ...some };
}
