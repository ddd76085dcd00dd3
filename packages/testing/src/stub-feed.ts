import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RevocationsClaims } from '@latchkey/verifier/contract';
import { TEST_ISSUER, TEST_SECRET } from './test-environment.js';
import { HEADER, hs256, now, tokenOfTexts } from './tokens.js';

const LONGEST_WAIT_MS = 5_000;
/** Deletions that one answer names at most, as at the bank. */
const PAGE = 10_000;

/** A request for the feed as the bank saw it. */
export interface FeedRequest {
  /** On the monotonic clock, in milliseconds. */
  readonly at: number;
  readonly etag: string | undefined;
  readonly since: string | null;
  readonly wait: string | undefined;
  /** Version of the answer that is asked for; null: the reader knows of none. */
  readonly ver: string | null;
  readonly rightsSince: string | null;
  readonly deletedAfter: string | null;
}

/** The revocation feed of a stub bank. What it says instead a test may decide. */
export class StubFeed {
  readonly requests: FeedRequest[] = [];
  /** Sessions that are revoked. */
  readonly sids: string[] = [];
  /** People whose rights have changed, with the version in force. */
  readonly rights = new Map<string, number>();
  /** Accounts that were deleted; the cursor of the first is 1. */
  readonly deleted: string[] = [];
  /** What this bank can answer at most; 1: it is of the release that knew no rights and no deletions. */
  version: 1 | 2 = 2;
  /** Seconds that the bank's clock is ahead of ours. */
  clockAhead = 0;
  /** Responds instead of the feed, while it is set. */
  instead: ((response: ServerResponse) => void) | undefined;
  #asOf = Date.now();
  #rightsChanges = 0;
  readonly #waiting = new Set<() => void>();

  /** How many requests wait for a change. */
  get waiting(): number {
    return this.#waiting.size;
  }

  revoke(...sids: string[]): void {
    this.sids.push(...sids);
    this.#changed();
  }

  /** A role was given or taken: the person's rights have a new version from now on, by default the next. */
  changeRights(sub: string, rv = (this.rights.get(sub) ?? 0) + 1): void {
    this.rights.set(sub, rv);
    this.#rightsChanges += 1;
    this.#changed();
  }

  /** These accounts are gone for good. */
  deleteAccounts(...subs: string[]): void {
    this.deleted.push(...subs);
    this.#changed();
  }

  /** Responds to all that wait. */
  wake(): void {
    this.#waiting.forEach((go) => go());
  }

  /** All that is in force now, and the accounts deleted after a cursor; signed now. */
  set(changes: object = {}, { version = this.version, deletedAfter = 0 } = {}): string {
    const { iss, iat, etag } = this.#head(version);
    const set = { iss, iat, etag, kind: 'set', as_of: this.#asOf, sids: this.sids };
    return this.sign({ ...set, ...(version === 2 && this.#lists(deletedAfter)), ...changes });
  }

  heartbeat(changes: object = {}, version = this.version): string {
    return this.sign({ ...this.#head(version), kind: 'heartbeat', ...(version === 2 && { ver: 2 }), ...changes });
  }

  sign(claims: object, secret = TEST_SECRET): string {
    const header = { ...HEADER, typ: 'revocations+jwt' };
    return tokenOfTexts(JSON.stringify(header), JSON.stringify(claims), hs256(secret));
  }

  /** Responds as the bank does: at once with what is new, else after a change or a heartbeat's time. */
  async respond({ headers }: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void> {
    const etag = /^"(.+)"$/.exec(headers['if-none-match'] ?? '')?.[1];
    const wait = headers['prefer'] as string | undefined;
    const ver = query.get('ver');
    const deletedAfter = query.get('deleted_after');
    const asked = { ver, rightsSince: query.get('rights_since'), deletedAfter };
    this.requests.push({ at: performance.now(), etag, since: query.get('since'), wait, ...asked });
    if (this.instead !== undefined) return this.instead(response);
    const version = (): 1 | 2 => (ver === '2' ? this.version : 1);
    const cursor = Number(deletedAfter ?? 0);
    if (this.#isCurrent(version(), etag, cursor) && wait !== 'wait=0') await this.#changeOrTimeout(response);
    if (this.#isCurrent(version(), etag, cursor)) response.end(this.heartbeat({}, version()));
    else response.end(this.set({}, { version: version(), deletedAfter: cursor }));
  }

  #isCurrent(version: 1 | 2, etag: string | undefined, cursor: number): boolean {
    return etag === this.#head(version).etag && (version === 1 || cursor >= this.deleted.length);
  }

  #changed(): void {
    this.#asOf = Math.max(this.#asOf + 1, Date.now());
    this.wake();
  }

  #head(version: 1 | 2): Pick<RevocationsClaims, 'iss' | 'iat' | 'etag'> {
    const further = version === 2 ? `-${this.#rightsChanges}-${this.deleted.length}` : '';
    return { iss: TEST_ISSUER, iat: now() + this.clockAhead, etag: `e${this.sids.length}${further}` };
  }

  // A cursor above the newest is taken for the newest.
  #lists(cursor: number): object {
    const after = Math.min(cursor, this.deleted.length);
    const deleted = this.deleted.slice(after, after + PAGE);
    const page = { deleted, deleted_after: after, deleted_to: after + deleted.length };
    return { ver: 2, rights: [...this.rights], ...page };
  }

  #changeOrTimeout(response: ServerResponse): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, LONGEST_WAIT_MS);
      this.#waiting.add(go);
      response.once('close', go);
    });
  }
}
