import { hash } from 'node:crypto';
import type { RevocationNews } from '@latchkey/verifier';
import { DeletedList } from './deleted-list.js';
import { FeedEtag } from './feed-etag.js';
import { RecentChanges } from './recent-changes.js';
import { RecentNews } from './recent-news.js';
import type { FeedReading } from './revoked-session.repository.js';

/** Whom a reading is news to: readers of all lists, or also those that read of sessions alone. */
export type News = 'none' | 'lists' | 'sessions';

/** What a reading has brought. */
export interface ReadNews extends RevocationNews {
  readonly concerns: News;
  /** Seconds from the first of these ends of sessions to their reading; undefined if there are none, or if it was the first reading. */
  readonly longestLag: number | undefined;
}

/** A part of the lists of sessions and rights. */
export interface Changes {
  readonly sids: string[];
  readonly rights: [sub: string, rv: number][];
}

/** All that the feed tells: sessions that ended, rights that changed, accounts that were deleted. */
export class FeedLists {
  readonly sids = new RecentChanges();
  readonly rights = new RecentChanges((sub, version) => `${sub} ${version}`);
  readonly deleted = new DeletedList();
  /** Of sessions and rights. */
  readonly news = new RecentNews();
  /** Of the sessions alone: what readers hold that do not ask for more. */
  readonly sidsEtag = new FeedEtag(this.sids.name);
  /** Of all lists, and the newest deletion. */
  readonly etag = new FeedEtag(this.#name());

  /** @param kept microseconds for which a change is told */
  take(reading: FeedReading, kept: number): ReadNews {
    const sids = this.sids.add(reading.sids, reading.ends);
    const subs = this.rights.add(reading.subs, reading.changes, reading.versions);
    const { deletedAfter, cursors, deleted, newest, oldest } = reading;
    const hasDeleted = this.deleted.take(deletedAfter, cursors, deleted, newest, oldest);
    const [hasSids, isNews] = [sids.length > 0, sids.length > 0 || subs.length > 0 || hasDeleted];
    const seen = Math.ceil(reading.seenAt / 1000);
    if (reading.isWhole) this.news.restart(seen);
    else if (hasSids || subs.length > 0) this.news.add({ seen, sids, subs });
    if (hasSids) this.sidsEtag.renew(this.sids.name);
    if (isNews) this.etag.renew(this.#name());
    this.#dropBefore(reading.asOf - kept);
    const rights = subs.map((sub) => [sub, this.rights.versionOf(sub) ?? 0] as const);
    const concerns = hasSids ? 'sessions' : isNews ? 'lists' : 'none';
    return { concerns, longestLag: longestLag(reading, sids), sids, rights };
  }

  /** How many sessions ended, or also rights changed, after a moment in milliseconds since 1970. */
  count(ver: 1 | 2, since: number): number {
    return this.sids.count(since * 1000) + (ver === 2 ? this.rights.count(since * 1000) : 0);
  }

  /** The sessions that ended and the rights that changed after a moment, in milliseconds since 1970; after 0 all. */
  changes(since: number): Changes {
    return { sids: this.sids.ids(since * 1000), rights: this.rights.pairs(since * 1000) };
  }

  /** What somebody lacks who knows everything up to a moment, if what was seen since is remembered. */
  recentChanges(since: number): Changes | undefined {
    const lacking = this.news.after(since);
    if (lacking === undefined) return undefined;
    const subs = [...new Set(lacking.subs)].filter((sub) => this.rights.has(sub));
    return {
      sids: lacking.sids.filter((sid) => this.sids.has(sid)),
      rights: subs.map((sub) => [sub, this.rights.versionOf(sub)!]),
    };
  }

  #dropBefore(moment: number): void {
    const [sids, rights] = [this.sids.dropBefore(moment), this.rights.dropBefore(moment)];
    if (sids) this.sidsEtag.lapse(this.sids.name);
    if (sids || rights) this.etag.lapse(this.#name());
  }

  #name(): string {
    const text = `${this.sids.name} ${this.rights.name} ${this.deleted.newest}`;
    return hash('sha256', text, 'buffer').subarray(0, 18).toString('base64url');
  }
}

// Both times are the database's.
function longestLag({ isWhole, sids, ends, seenAt }: FeedReading, learnt: readonly string[]): number | undefined {
  if (isWhole || learnt.length === 0) return undefined;
  const isNew = new Set(learnt);
  const first = sids.reduce((least, sid, index) => (isNew.has(sid) ? Math.min(least, ends[index]!) : least), seenAt);
  return (seenAt - first) / 1_000_000;
}
