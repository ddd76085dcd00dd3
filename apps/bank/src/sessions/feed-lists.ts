import { hash } from 'node:crypto';
import { DeletedList } from './deleted-list.js';
import { FeedEtag } from './feed-etag.js';
import { RecentChanges } from './recent-changes.js';
import type { FeedReading } from './revoked-session.repository.js';

/** Whom a reading is news to: readers of all lists, or also those that read of sessions alone. */
export type News = 'none' | 'lists' | 'sessions';

/** All that the feed tells: sessions that ended, rights that changed, accounts that were deleted. */
export class FeedLists {
  readonly sids = new RecentChanges();
  readonly rights = new RecentChanges((sub, version) => `${sub} ${version}`);
  readonly deleted = new DeletedList();
  /** Of the sessions alone: what readers hold that do not ask for more. */
  readonly sidsEtag = new FeedEtag(this.sids.name);
  /** Of all lists, and the newest deletion. */
  readonly etag = new FeedEtag(this.#name());

  /** @param kept microseconds for which a change is told */
  take(reading: FeedReading, kept: number): News {
    const hasSids = this.sids.add(reading.sids, reading.ends);
    const hasRights = this.rights.add(reading.subs, reading.changes, reading.versions);
    const { deletedAfter, cursors, deleted, newest, oldest } = reading;
    const hasDeleted = this.deleted.take(deletedAfter, cursors, deleted, newest, oldest);
    const isNews = hasSids || hasRights || hasDeleted;
    if (hasSids) this.sidsEtag.renew(this.sids.name);
    if (isNews) this.etag.renew(this.#name());
    this.#dropBefore(reading.asOf - kept);
    return hasSids ? 'sessions' : isNews ? 'lists' : 'none';
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
