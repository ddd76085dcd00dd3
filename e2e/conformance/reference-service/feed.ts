import { failing, type Facts, type Test } from './checks.ts';
import { headerTests, open, type Members } from './token.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;
const COMMON = ['etag', 'iat', 'iss', 'kind'];
const LISTS = ['deleted', 'deleted_after', 'deleted_to', 'rights'];
const MOST_DELETED = 10_000;
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0;
const isCount = (value: unknown): boolean => value === 0 || isWhole(value);
const isId = (value: unknown): boolean => typeof value === 'string' && UUID.test(value);

const tests: readonly Test<Members>[] = [
  ['feed iss', ({ iss }, { issuer }) => iss === issuer],
  ['feed claims', hasForm],
  ['feed lists', hasLists],
];

function hasForm(claims: Members): boolean {
  const { kind, iat, etag, as_of, since, sids } = claims;
  const more = { heartbeat: [], set: ['as_of', 'sids'], delta: ['as_of', 'sids', 'since'] }[String(kind)];
  const second = claims['ver'] !== 2 ? [] : kind === 'heartbeat' ? ['ver'] : ['ver', ...LISTS];
  const names = more && [...COMMON, ...more, ...second].toSorted().join();
  if (names === undefined || names !== Object.keys(claims).toSorted().join()) return false;
  if (!isWhole(iat) || typeof etag !== 'string' || !/^[\w-]{1,64}$/.test(etag)) return false;
  if (kind === 'heartbeat') return true;
  const isList = Array.isArray(sids) && sids.every(isId);
  return isList && isWhole(as_of) && (kind === 'set' || isWhole(since));
}

/** The lists that version 2 of the feed adds. */
function hasLists({ ver, kind, rights, deleted, deleted_after: after, deleted_to: to }: Members): boolean {
  if (ver !== 2 || kind === 'heartbeat') return true;
  const isRight = (one: unknown): boolean => Array.isArray(one) && one.length === 2 && isId(one[0]) && isCount(one[1]);
  const isDeleted = Array.isArray(deleted) && deleted.length <= MOST_DELETED && deleted.every(isId);
  return (
    Array.isArray(rights) &&
    rights.every(isRight) &&
    isDeleted &&
    isCount(after) &&
    isCount(to) &&
    Number(to) >= Number(after)
  );
}

/** Seconds that two clocks may be apart: ours and the bank's, the bank's and its database's. */
const APART = 60;

function isOfFuture(iat: number, asOf: number): boolean {
  return iat > Date.now() / 1_000 + APART || asOf > (iat + APART) * 1_000;
}

/** Follows the bank's revocation feed: believes only what the bank signed, and only what is newer. */
export class FeedFollower {
  isStopped = false;
  readonly #facts: Facts;
  readonly #ended = new Set<string>();
  readonly #rights = new Map<string, number>();
  readonly #onDeleted: (sub: string) => void;
  #iat = 0;
  #asOf = 0;
  /** `as_of` of the last answer of version 2. */
  #rightsAsOf = 0;
  /** Behind the last deleted account that it was told of. */
  #cursor = 0;
  #etag: string | undefined;
  #renewedAt = -Infinity;

  constructor(facts: Facts, onDeleted: (sub: string) => void) {
    this.#facts = facts;
    this.#onDeleted = onDeleted;
  }

  start(): void {
    void this.#follow();
  }

  stop(): void {
    this.isStopped = true;
  }

  names(sid: string): boolean {
    return this.#ended.has(sid);
  }

  /** Version of a person's rights that is in force, if it has changed. */
  rightsOf(sub: string): number | undefined {
    return this.#rights.get(sub);
  }

  /** Seconds since the question was asked whose answer was signed last. */
  age(): number {
    return (performance.now() - this.#renewedAt) / 1_000;
  }

  async #follow(): Promise<void> {
    for (let pause = PAUSE_MS; !this.isStopped;) {
      try {
        await this.#ask();
        pause = PAUSE_MS;
      } catch {
        const isFirst = this.#renewedAt === -Infinity;
        if (!this.#facts.has(isFirst ? 'starts without the bank' : 'asks again')) return;
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  async #ask(): Promise<void> {
    const startedAt = performance.now();
    const since = this.#etag === undefined ? '' : `&since=${this.#asOf}&rights_since=${this.#rightsSince()}`;
    const query = `?ver=2${since}&deleted_after=${this.#cursor}`;
    const answer = await fetch(`${this.#facts.bankUrl}/.well-known/latchkey/revocations${query}`, {
      headers: {
        prefer: `wait=${this.#facts.waitSeconds}`,
        ...(this.#etag !== undefined && { 'if-none-match': `"${this.#etag}"` }),
      },
      redirect: 'error',
      signal: AbortSignal.timeout((this.#facts.waitSeconds + 3) * 1_000),
    });
    if (answer.status !== 200) throw new Error(`the bank answered ${answer.status}`);
    this.#take(this.#verified(await answer.text()), startedAt);
  }

  #verified(text: string): Members {
    const opened = open(text, this.#facts, 'feed text');
    const names = ['feed typ', 'feed kid', 'feed alg', 'feed signature'] as const;
    const failed =
      failing(headerTests('revocations+jwt', names), opened, this.#facts) ??
      failing(tests, opened.payload, this.#facts);
    if (failed !== undefined) throw new Error(failed);
    return opened.payload;
  }

  #rightsSince(): number {
    return this.#facts.has('rights since version 2') ? this.#rightsAsOf : this.#asOf;
  }

  /** Rights only become newer; an account that is deleted does not come back. */
  #learn({ sids, rights = [] }: Members): void {
    for (const sid of sids as string[]) this.#ended.add(sid);
    for (const [sub, rv] of rights as [string, number][]) {
      const known = this.#facts.has('newest rights win') ? (this.#rights.get(sub) ?? 0) : 0;
      this.#rights.set(sub, Math.max(known, rv));
    }
  }

  #forget({ deleted = [], deleted_after: after, deleted_to: to }: Members): void {
    if (this.#facts.has('deleted are removed')) (deleted as string[]).forEach(this.#onDeleted);
    // Nothing in between may have been left out.
    if (this.#facts.has('cursor goes on') && Number(after) <= this.#cursor) this.#cursor = Number(to);
  }

  #take(claims: Members, startedAt: number): void {
    const { kind, iat, etag, as_of, since, ver } = claims;
    // Sessions do not come back to life: a session that an authentic answer names is over, whatever else it is worth.
    if (kind !== 'heartbeat' && this.#facts.has('feed teaches')) this.#learn(claims);
    if (this.#facts.has('feed is of now') && isOfFuture(Number(iat), Number(as_of ?? 0)))
      throw new Error('of the future');
    const isNewer = Number(iat) > this.#iat || !this.#facts.has('feed is newer');
    if (kind === 'heartbeat') {
      // "Unchanged" says nothing about a set that is not ours: the whole one is asked for.
      if (this.#facts.has('heartbeat of my set') && etag !== this.#etag) this.#etag = undefined;
      else if (isNewer) this.#renewedAt = startedAt;
      if (this.#etag !== undefined) this.#iat = Math.max(this.#iat, Number(iat));
      return;
    }
    if (this.#facts.has('feed is newer') && Number(as_of) < this.#asOf) throw new Error('older than what is known');
    if (kind === 'delta' && Number(since) > (ver === 2 ? Math.min(this.#asOf, this.#rightsSince()) : this.#asOf)) {
      this.#etag = undefined;
      return;
    }
    this.#learn(claims);
    if (ver === 2) this.#forget(claims);
    if (isNewer) this.#renewedAt = startedAt;
    this.#iat = Math.max(this.#iat, Number(iat));
    this.#asOf = Number(as_of);
    if (ver === 2) this.#rightsAsOf = Number(as_of);
    this.#etag = String(etag);
  }
}
