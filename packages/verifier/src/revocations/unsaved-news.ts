import type { DeletionNews } from '../storage/deletion-news.rules.js';
import type { FeedNews } from '../storage/store.js';
import type { TakenAnswer } from './revocation-set.js';

/** The lists of {@link FeedNews}. */
export type NewsLists = Omit<FeedNews, 'reached'>;

/** What was learnt and is not stored yet. */
export class UnsavedNews {
  readonly #sids = new Set<string>();
  readonly #rights = new Map<string, number>();
  #deletions: readonly DeletionNews[] = [];

  get isEmpty(): boolean {
    return this.#sids.size + this.#rights.size + this.#deletions.length === 0;
  }

  add({ learnt, learntRights, deletions }: Pick<TakenAnswer, 'learnt' | 'learntRights' | 'deletions'>): void {
    for (const sid of learnt) this.#sids.add(sid);
    for (const [sub, rv] of learntRights) this.#rights.set(sub, rv);
    if (deletions === undefined) return;
    // Where the bank starts again, it will tell once more what it still knows.
    this.#deletions = 'restartedAt' in deletions ? [deletions] : [...this.#deletions, deletions];
  }

  /** All of it as it is now. */
  lists(): NewsLists {
    return { sids: [...this.#sids], rights: [...this.#rights], deletions: this.#deletions };
  }

  /** Lets go of what was stored; what came meanwhile stays. */
  drop({ sids, rights, deletions }: NewsLists): void {
    for (const sid of sids) this.#sids.delete(sid);
    for (const [sub, rv] of rights) if (this.#rights.get(sub) === rv) this.#rights.delete(sub);
    this.#deletions = this.#deletions.filter((one) => !deletions.includes(one));
  }
}
