import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { revocationsClaims1, type RevocationsClaims } from '@latchkey/verifier/contract';
import { Database } from '@latchkey/service';
import type { Bank } from './bank.js';

export interface FeedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly claims: RevocationsClaims;
  readonly ms: number;
}

export interface FeedQuestion {
  readonly etag?: string;
  readonly wait?: number;
  readonly since?: number;
  /** The query as it is, instead of `since`. */
  readonly search?: string;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
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
  const { etag, wait, since, headers, signal } = question;
  const search = question.search ?? (since === undefined ? '' : `?since=${since}`);
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
  const claims = answer.ok ? revocationsClaims1.parse(partOf(text, 1)) : (undefined as never);
  return { status: answer.status, headers: answer.headers, text, claims, ms };
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
