import { randomUUID } from 'node:crypto';
import type { MintedTokens } from './minted-tokens.js';

const TYP = 'revocations+jwt';
/** So many accounts are told in one answer. */
const MOST_DELETED = 10_000;

/** What a reader of the feed says of itself. */
export interface FeedQuestion {
  /** The set that it holds. */
  readonly etag: string | undefined;
  /** `as_of` of its last answer. */
  readonly since: number | undefined;
  /** It asks for the lists of version 2. */
  readonly isSecond: boolean;
  /** `as_of` of its last answer of version 2. */
  readonly rightsSince: number | undefined;
  /** Its cursor in the list of deleted accounts. */
  readonly deletedAfter: number | undefined;
}

/** Reads the question out of a request. */
export function feedQuestion(url: URL, ifNoneMatch = ''): FeedQuestion {
  const number = (name: string): number | undefined => {
    const text = url.searchParams.get(name);
    return text === null ? undefined : Number(text);
  };
  return {
    etag: /^"(.+)"$/.exec(ifNoneMatch)?.[1],
    since: number('since'),
    isSecond: url.searchParams.get('ver') === '2',
    rightsSince: number('rights_since'),
    deletedAfter: number('deleted_after'),
  };
}

/** All that a stub bank has to tell, and the words for it: three lists, in both versions of the feed. */
export class StubFeed {
  /** The last answer that was a set. */
  lastSet = '';
  /** Version 1 alone: so speaks a replica of the release before. */
  isOld = false;
  readonly #revoked: { sid: string; at: number }[] = [];
  readonly #rights: { sub: string; rv: number; at: number }[] = [];
  readonly #deleted: string[] = [];
  #asOf = 0;
  /** Names the sets of this run, so that none of an earlier one is taken for the same. */
  readonly #runId = randomUUID().slice(0, 8);
  /** Later than any cursor of an earlier run that a service may have kept. */
  readonly #firstCursor = Date.now();
  readonly #tokens: MintedTokens;
  readonly #issuer: string;

  constructor(tokens: MintedTokens, issuer: string) {
    this.#tokens = tokens;
    this.#issuer = issuer;
  }

  /** The newest cursor of the list of deleted accounts. */
  get cursor(): number {
    return this.#firstCursor + this.#deleted.length;
  }

  revoke(sid: string): void {
    this.#revoked.push({ sid, at: this.#now() });
  }

  changeRights(sub: string, rv: number): void {
    this.#rights.push({ sub, rv, at: this.#now() });
  }

  deleteAccount(sub: string): void {
    this.#deleted.push(sub);
  }

  etagFor({ isSecond }: FeedQuestion): string {
    const parts = [this.#runId, this.#revoked.length];
    return (this.#speaksSecond(isSecond) ? [...parts, this.#rights.length, this.#deleted.length] : parts).join('-');
  }

  /** Whether there is nothing new for who asks so. */
  isNothingNew(question: FeedQuestion): boolean {
    const isRead = !this.#speaksSecond(question.isSecond) || (question.deletedAfter ?? 0) >= this.cursor;
    return question.etag === this.etagFor(question) && isRead;
  }

  /** "Unchanged" of a set that nobody has. */
  strangeHeartbeat({ isSecond }: FeedQuestion): string {
    return this.#heartbeat('of-nobody', isSecond);
  }

  /** The true answer: the set, what was added to it, or that nothing was. */
  answer(question: FeedQuestion, wantsSet = false): string {
    const isSecond = this.#speaksSecond(question.isSecond);
    const etag = this.etagFor(question);
    if (this.isNothingNew(question) && !wantsSet) return this.#heartbeat(etag, isSecond);
    const as_of = this.#now();
    const head = { ...this.#head(isSecond), etag, as_of };
    const since = wantsSet ? undefined : this.#beginning(question, isSecond);
    if (since !== undefined)
      return this.#tokens.signed(TYP, { kind: 'delta', ...head, since, ...this.#lists(question, isSecond, since) });
    this.lastSet = this.#tokens.signed(TYP, { kind: 'set', ...head, ...this.#lists(question, isSecond, 0) });
    return this.lastSet;
  }

  #speaksSecond(isAsked: boolean): boolean {
    return isAsked && !this.isOld;
  }

  #heartbeat(etag: string, isSecond: boolean): string {
    return this.#tokens.signed(TYP, { kind: 'heartbeat', ...this.#head(isSecond), etag });
  }

  #head(isSecond: boolean): object {
    return { ...(isSecond && { ver: 2 }), iss: this.#issuer, iat: Math.floor(Date.now() / 1000) };
  }

  /** Where what was added begins: everything before it this reader heard in this run. */
  #beginning({ etag, since, rightsSince }: FeedQuestion, isSecond: boolean): number | undefined {
    if (etag?.startsWith(`${this.#runId}-`) !== true || since === undefined) return undefined;
    if (!isSecond) return since;
    return rightsSince === undefined ? undefined : Math.min(since, rightsSince);
  }

  #lists({ deletedAfter = 0 }: FeedQuestion, isSecond: boolean, since: number): object {
    const sids = this.#revoked.filter(({ at }) => at >= since).map(({ sid }) => sid);
    if (!isSecond) return { sids };
    const newest = new Map(this.#rights.filter(({ at }) => at >= since).map(({ sub, rv }) => [sub, rv]));
    const after = Math.min(deletedAfter, this.cursor);
    const deleted = this.#deleted.slice(Math.max(0, after - this.#firstCursor)).slice(0, MOST_DELETED);
    return {
      sids,
      rights: [...newest],
      deleted,
      deleted_after: after,
      deleted_to: Math.max(after, this.#firstCursor) + deleted.length,
    };
  }

  /** Later at every call, as a reading of a database is. */
  #now(): number {
    this.#asOf = Math.max(Date.now(), this.#asOf + 1);
    return this.#asOf;
  }
}
