import { deletionsAfter, NOWHERE, progressAfter, repairedProgress, type FeedProgress } from './feed-progress.rules.js';
import type { RecordChange, Store, StoredRecord } from './record-store.js';
import type { FeedNews, FeedStore, StoredFeed } from './store.js';
import { untilWritten } from './until-written.js';

/** What a copy of the feed is kept as. */
export interface FeedKinds {
  readonly feed: string;
  readonly revoked: string;
  readonly rights: string;
  readonly deletions: string;
}

/** The copy of the feed as records: one for how far it goes, and one for each session, change of rights and deletion. */
export class FeedRecords implements FeedStore {
  /** @param keptSeconds how long a session or a change of rights is kept after it was first learnt */
  constructor(
    private readonly store: Store,
    private readonly kinds: FeedKinds,
    private readonly issuer: string,
    private readonly keptSeconds: number,
  ) {}

  async load(latest: number): Promise<StoredFeed & { readonly isRepaired: boolean }> {
    const { progress, isRepaired } = await this.#repair(latest);
    // First how far it goes: what is added meanwhile does no harm, what is missing would.
    const [revoked, rights] = await Promise.all([
      this.store.read(this.kinds.revoked),
      this.store.read(this.kinds.rights),
    ]);
    const { deletedTo, ...reached } = progress;
    return {
      reached: reached.asOf === NOWHERE.asOf ? undefined : reached,
      revoked: revoked.filter(this.#isKept).map(({ key, ageMs }) => [key, ageMs / 1000] as const),
      rights: rights.filter(this.#isKept).map((one) => [one.key, one.value as number, one.ageMs / 1000] as const),
      deletedTo,
      isRepaired,
    };
  }

  async save({ reached, sids, rights, deletions }: FeedNews, latest: number): Promise<void> {
    const { kinds } = this;
    await untilWritten(async () => {
      const stored = await this.#progress();
      const { deletedTo, subs } = deletionsAfter(stored.value.deletedTo, deletions);
      const value = { ...progressAfter(stored.value, reached, latest), deletedTo };
      const lists = [
        ...(await this.#missing(kinds.revoked, sids)).map((key) => ({ kind: kinds.revoked, key, value: true })),
        ...(await this.#newer(rights)).map(([key, rv]) => ({ kind: kinds.rights, key, value: rv })),
        ...(await this.#missing(kinds.deletions, subs)).map((key) => deletionOf(kinds.deletions, key)),
      ];
      if (lists.length === 0 && isSame(stored.value, value)) return true;
      // Bound to the one record, so that one replica after the other writes.
      const progress = { kind: kinds.feed, key: this.issuer, value, ifVersion: stored.version };
      return this.store.write([progress, ...lists]);
    });
  }

  /** What a replica has learnt again meanwhile stays, and everything with it until the next time. */
  async prune(): Promise<void> {
    for (const kind of [this.kinds.revoked, this.kinds.rights]) {
      const records = await this.store.read(kind);
      const old = records.filter((record) => !this.#isKept(record));
      if (old.length > 0) await this.store.write(old.map(({ key, version }) => ({ kind, key, ifVersion: version })));
    }
  }

  readonly #isKept = ({ ageMs }: StoredRecord): boolean => ageMs < this.keptSeconds * 1000;

  async #repair(latest: number): Promise<{ readonly progress: FeedProgress; readonly isRepaired: boolean }> {
    let [progress, isRepaired]: [FeedProgress, boolean] = [NOWHERE, false];
    await untilWritten(async () => {
      const { value, version } = await this.#progress();
      progress = repairedProgress(value, latest);
      isRepaired = progress !== value;
      const change = { kind: this.kinds.feed, key: this.issuer, value: progress, ifVersion: version };
      return !isRepaired || this.store.write([change]);
    });
    return { progress, isRepaired };
  }

  async #progress(): Promise<{ readonly value: FeedProgress; readonly version: string | null }> {
    const [record] = await this.store.read(this.kinds.feed, [this.issuer]);
    return { value: { ...NOWHERE, ...(record?.value as FeedProgress) }, version: record?.version ?? null };
  }

  async #missing(kind: string, keys: readonly string[]): Promise<string[]> {
    if (keys.length === 0) return [];
    const held = new Set((await this.store.read(kind, keys)).map(({ key }) => key));
    return [...new Set(keys)].filter((key) => !held.has(key));
  }

  async #newer(rights: FeedNews['rights']): Promise<(readonly [sub: string, rv: number])[]> {
    if (rights.length === 0) return [];
    const highest = new Map<string, number>();
    for (const [sub, rv] of rights) highest.set(sub, Math.max(rv, highest.get(sub) ?? rv));
    for (const { key, value } of await this.store.read(this.kinds.rights, [...highest.keys()]))
      if ((value as number) >= highest.get(key)!) highest.delete(key);
    return [...highest];
  }
}

function deletionOf(kind: string, key: string): RecordChange {
  return { kind, key, value: { tries: 0 }, dueInMs: 0 };
}

function isSame(one: FeedProgress, other: FeedProgress): boolean {
  return (
    one.asOf === other.asOf &&
    one.etag === other.etag &&
    one.rightsAsOf === other.rightsAsOf &&
    one.deletedTo === other.deletedTo
  );
}
