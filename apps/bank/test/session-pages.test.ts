import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SessionsAnswer } from '@latchkey/verifier/contract';
import { register, startBank, type Bank } from './bank.js';
import { signIn, sql, type SignedIn } from './signed-in.js';

const PAGE = 20;
let bank: Bank;
let ada: SignedIn;
beforeAll(async () => {
  bank = await startBank();
  await register(bank, 'ada').expect(201);
  ada = await signIn(bank, 'ada');
});
afterAll(() => bank?.close());

const page = ({ headers }: SignedIn, query = '') => bank.request.get(`/api/sessions${query}`).set(headers);
/** Sessions of a time before there was a bound on their number, each used a second before the last one. */
const addSessions = (count: number) =>
  sql(
    bank,
    `INSERT INTO sessions (id, user_id, created_at, expires_at, address, user_agent, last_used_at)
     SELECT gen_random_uuid(), $1, clock_timestamp(), clock_timestamp() + interval '1 h', '192.0.2.9', 'curl/8',
            clock_timestamp() + make_interval(secs => -n) FROM generate_series(1, $2) AS n`,
    [ada.sub, count],
  );
async function all(signedIn: SignedIn): Promise<SessionsAnswer[]> {
  const pages: SessionsAnswer[] = [];
  let query = '';
  do {
    const { body } = (await page(signedIn, query).expect(200)) as { body: SessionsAnswer };
    pages.push(body);
    query = `?after=${String(body.next)}`;
  } while (pages.at(-1)?.next !== undefined);
  return pages;
}

test('a list that fits names no next page', async () => {
  expect((await page(ada).expect(200)).body).not.toHaveProperty('next');
});

test('more than a page is told page by page, the own session first, each once, the most recently used first', async () => {
  await addSessions(2 * PAGE + 4);
  await sql(bank, "UPDATE sessions SET last_used_at = clock_timestamp() - interval '30 s' WHERE id = $1", [ada.sid]);
  const pages = await all(ada);
  expect(pages.map(({ sessions }) => sessions.length)).toEqual([PAGE, PAGE, 5]);
  const sessions = pages.flatMap((one) => one.sessions);
  expect(sessions.map(({ current }) => current)).toEqual([true, ...Array.from({ length: 2 * PAGE + 4 }, () => false)]);
  expect(new Set(sessions.map(({ id }) => id)).size).toBe(2 * PAGE + 5);
  const used = sessions.slice(1).map(({ lastSeen }) => lastSeen);
  expect(used).toEqual(used.toSorted().toReversed());
});

test('none is missed when the session at the end of a page was used or ended before the next is asked for', async () => {
  const first = (await page(ada).expect(200)).body as SessionsAnswer;
  const rest = (await all(ada)).slice(1).flatMap(({ sessions }) => sessions.map(({ id }) => id));
  await sql(bank, "UPDATE sessions SET ended_at = clock_timestamp(), end_reason = 'logout' WHERE id = $1", [
    first.next,
  ]);
  const { body } = (await page(ada, `?after=${String(first.next)}`).expect(200)) as { body: SessionsAnswer };
  expect(body.sessions.map(({ id }) => id)).toEqual(rest.slice(0, PAGE));
});

test.each([
  ['no id', '?after=x'],
  ['nothing', '?after='],
  ['two places', `?after=${randomUUID()}&after=${randomUUID()}`],
  ['a session of nobody', `?after=${randomUUID()}`],
])('a page behind %s is refused', async (_, query) => {
  const { body } = await page(ada, query).expect(400);
  expect(body.code).toBe('invalid_cursor');
});

test('a page behind the session of another person is refused', async () => {
  await register(bank, 'grace').expect(201);
  const grace = await signIn(bank, 'grace');
  expect((await page(ada, `?after=${grace.sid}`).expect(400)).body.code).toBe('invalid_cursor');
});
