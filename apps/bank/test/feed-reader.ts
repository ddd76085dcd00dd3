import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  revocationsClaims1,
  revocationsClaims2,
  type RevocationsClaims,
  type RevocationsClaims2,
} from '@latchkey/verifier/contract';
import { Database } from '@latchkey/service';
import { TEST_ISSUER } from '@latchkey/testing';
import { MemoryStore, verifierStore, type ServiceStore } from '@latchkey/verifier/stores';
import type { Bank } from './bank.js';

export interface FeedAnswer<C extends RevocationsClaims = RevocationsClaims> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly claims: C;
  readonly ms: number;
}

/** An answer that names what there is. */
type Named = Exclude<RevocationsClaims2, { kind: 'heartbeat' }>;

export interface FeedQuestion {
  readonly etag?: string;
  readonly wait?: number;
  readonly since?: number;
  /** The query as it is, instead of `since`. */
  readonly search?: string;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/** What a service keeps, gone with the test. */
export function storeInMemory(): ServiceStore {
  const times = { keptSeconds: 1020, sessionAbsolute: 43_200 };
  return verifierStore(new MemoryStore(), { issuer: TEST_ISSUER, audience: 'retirement', ...times });
}

const FEED = '/.well-known/latchkey/revocations';

/** Reads the feed as a service does: what is refused for the moment is asked again. */
export async function readFeed(bank: Bank, question: FeedQuestion = {}): Promise<FeedAnswer> {
  for (;;) {
    const answer = await readFeedOnce(bank, question);
    if (answer.status !== 503) return answer;
    await sleep(1000 * Number(answer.headers.get('retry-after')));
  }
}

export async function readFeedOnce(bank: Bank, question: FeedQuestion = {}): Promise<FeedAnswer> {
  const search = question.search ?? (question.since === undefined ? '' : `?since=${question.since}`);
  const { body, ...answer } = await ask(bank, search, question);
  const claims = body === undefined ? (undefined as never) : revocationsClaims1.parse(body);
  return { ...answer, claims };
}

async function ask(bank: Bank, search: string, { etag, wait, headers, signal }: FeedQuestion) {
  const begun = performance.now();
  const answer = await fetch(bank.url + FEED + search, {
    headers: {
      ...(etag !== undefined && { 'if-none-match': `"${etag}"` }),
      ...(wait !== undefined && { prefer: `wait=${wait}` }),
      ...headers,
    },
    ...(signal && { signal }),
  });
  const text = await answer.text();
  const ms = performance.now() - begun;
  return { status: answer.status, headers: answer.headers, text, ms, body: answer.ok ? partOf(text, 1) : undefined };
}

export interface ListsQuestion extends FeedQuestion {
  readonly rightsSince?: number;
  readonly deletedAfter?: number;
}

/** Reads all lists, as a service of this release does. */
export async function readLists(bank: Bank, question: ListsQuestion = {}): Promise<FeedAnswer<RevocationsClaims2>> {
  const { since, rightsSince = since, deletedAfter } = question;
  const query = new URLSearchParams({ ver: '2' });
  if (since !== undefined) query.set('since', String(since));
  if (rightsSince !== undefined) query.set('rights_since', String(rightsSince));
  if (deletedAfter !== undefined) query.set('deleted_after', String(deletedAfter));
  for (;;) {
    const { body, ...answer } = await ask(bank, question.search ?? `?${query}`, question);
    if (body !== undefined) return { ...answer, claims: revocationsClaims2.parse(body) };
    await sleep(1000 * Number(answer.headers.get('retry-after') ?? 1));
  }
}

/** The same, where it must not be a heartbeat. */
export async function readNamed(bank: Bank, question: ListsQuestion = {}): Promise<Named> {
  const { claims } = await readLists(bank, question);
  if (claims.kind === 'heartbeat') throw new Error('nothing is named');
  return claims;
}

/** Changes the rights of people as the bank's statements do. */
export async function changeRights(bank: Bank, subs: readonly string[]): Promise<void> {
  const sql =
    'UPDATE users SET rights_version = rights_version + 1, rights_changed_at = clock_timestamp() WHERE id = ANY ($1)';
  await bank.app.get(Database).query(sql, [subs]);
}

/** So many people. */
export async function makePeople(bank: Bank, count: number): Promise<string[]> {
  const sql = `
    INSERT INTO users (id, username, password_hash)
    SELECT id, 'p-' || left(id::text, 13), 'x' FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $1::int)) AS made
    RETURNING id`;
  return (await bank.app.get(Database).query<{ id: string }[]>(sql, [count])).map(({ id }) => id);
}

/** Has so many accounts deleted, as the bank's job does; answers whose, in order. */
export async function deleteAccounts(bank: Bank, count: number): Promise<string[]> {
  const sql = `
    INSERT INTO deleted_accounts (cursor, user_id)
    SELECT (SELECT coalesce(max(cursor), 0) FROM deleted_accounts) + n, gen_random_uuid()
    FROM generate_series(1, $1::int) AS n RETURNING cursor::int, user_id`;
  const rows = await bank.app.get(Database).query<{ cursor: number; user_id: string }[]>(sql, [count]);
  return rows.toSorted((a, b) => a.cursor - b.cursor).map(({ user_id }) => user_id);
}

export const partOf = (text: string, part: number): unknown =>
  JSON.parse(Buffer.from(text.split('.')[part]!, 'base64url').toString());

/** The sids that an answer names, in order. */
export function sidsOf({ claims }: FeedAnswer): readonly string[] {
  return claims.kind === 'heartbeat' ? [] : claims.sids.toSorted();
}

/** A person, and how to give them sessions by hand. */
export async function sessionMaker(bank: Bank) {
  const database = bank.app.get(Database);
  const userId = randomUUID();
  await database.query('INSERT INTO users (id, username, password_hash) VALUES ($1, $2, $3)', [
    userId,
    `maker-${userId.slice(0, 8)}`,
    'x',
  ]);
  return {
    userId,
    /** Opens so many sessions, and ends them at once if told how many seconds ago. */
    async open(count: number, endedSecondsAgo: number | null = null): Promise<string[]> {
      const rows = await database.query<{ id: string }[]>(
        `INSERT INTO sessions (id, user_id, created_at, expires_at, address, user_agent, ended_at, end_reason)
         SELECT gen_random_uuid(), $1, now(), now() + interval '1 hour', '', '',
                clock_timestamp() - $3::float8 * interval '1 second', CASE WHEN $3::float8 IS NULL THEN NULL ELSE 'logout' END
         FROM generate_series(1, $2::integer) RETURNING id`,
        [userId, count, endedSecondsAgo],
      );
      return rows.map(({ id }) => id).toSorted();
    },
    /** Ends sessions as the bank's statements do. */
    async end(sids: readonly string[]): Promise<void> {
      await database.query(
        "UPDATE sessions SET ended_at = clock_timestamp(), end_reason = 'logout' WHERE id = ANY($1) AND ended_at IS NULL",
        [sids],
      );
    },
  };
}

export async function until(isSo: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not so within ${withinMs} ms`);
    await sleep(5);
  }
}
