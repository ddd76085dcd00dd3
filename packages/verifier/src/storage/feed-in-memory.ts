import { newestDeletions, type DeletionNews } from './deletion-news.rules.js';
import type { DeletionsInMemory } from './deletions-in-memory.js';
import type { FeedNews, FeedStore, ReachedFeed, StoredFeed } from './store.js';

interface Kept {
  readonly rv: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The copy of the feed, in memory: what a process starts from that was only paused. */
export class FeedInMemory implements FeedStore {
  readonly #learntAt = new Map<string, number>();
  readonly #rights = new Map<string, Kept>();
  #reached: ReachedFeed | undefined;
  #deletedTo = 0;

  constructor(
    private readonly keptSeconds: number,
    private readonly deletions: DeletionsInMemory,
  ) {}

  load(latest: number): Promise<StoredFeed & { readonly isRepaired: boolean }> {
    const isRepaired = this.#reached !== undefined && isBeyond(this.#reached, latest);
    if (isRepaired) this.#reached = undefined;
    const now = Date.now();
    const revoked = [...this.#learntAt].map(([sid, at]) => [sid, (now - at) / 1000] as const);
    const rights = [...this.#rights].map(([sub, { rv, at }]) => [sub, rv, (now - at) / 1000] as const);
    return Promise.resolve({ reached: this.#reached, revoked, rights, deletedTo: this.#deletedTo, isRepaired });
  }

  save({ reached, sids, rights, deletions }: FeedNews, latest: number): Promise<void> {
    if (reached !== undefined) this.#reach(reached, latest);
    const at = Date.now();
    for (const sid of sids) if (!this.#learntAt.has(sid)) this.#learntAt.set(sid, at);
    for (const [sub, rv] of rights) if (rv > (this.#rights.get(sub)?.rv ?? -1)) this.#rights.set(sub, { rv, at });
    for (const news of deletions) this.#take(news);
    return Promise.resolve();
  }

  prune(): Promise<void> {
    const until = Date.now() - this.keptSeconds * 1000;
    for (const [sid, at] of this.#learntAt) if (at < until) this.#learntAt.delete(sid);
    for (const [sub, { at }] of this.#rights) if (at < until) this.#rights.delete(sub);
    return Promise.resolve();
  }

  #reach(reached: ReachedFeed, latest: number): void {
    const held = this.#reached;
    if (held === undefined || isBeyond(held, latest)) this.#reached = reached;
    else if (held.asOf < reached.asOf || held.rightsAsOf < reached.rightsAsOf) this.#reached = reached;
  }

  #take(news: DeletionNews): void {
    if ('restartedAt' in news) {
      if (this.#deletedTo > news.restartedAt) this.#deletedTo = 0;
    } else if (news.to > this.#deletedTo) {
      this.deletions.add(newestDeletions(news.subs, news.to - this.#deletedTo));
      this.#deletedTo = news.to;
    }
  }
}

function isBeyond({ asOf, rightsAsOf }: ReachedFeed, latest: number): boolean {
  return Math.max(asOf, rightsAsOf) > latest;
}
