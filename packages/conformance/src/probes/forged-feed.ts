import { randomUUID } from 'node:crypto';
import { feedsFromTheFuture, forgedFeeds } from '../attacks/forged-feeds.js';
import { isDoneWithin, sleep } from '../client/clock.js';
import { bearer } from '../client/credentials.js';
import { finding, isGood, verdictOf, type Finding } from '../client/exchange.js';
import type { ForgedAnswer } from '../attacks/feed-forge.js';
import type { Wish } from '../bank/minted-tokens.js';
import { mintOf, type ProbeContext } from '../probe/probe.js';
import { calls, differences, followed, HEARS_WITHIN, HEARS_WITHIN_MS, RENEW } from './feed-calls.js';
import { stillOpen } from './logout.js';

const LONGEST_WORDS = 2_000;

/** What the stub bank said in the place of an answer. */
function wordsOfForgery({ status = 200, body = '' }: ForgedAnswer): string {
  const text = typeof body === 'string' ? body : body.toString('latin1');
  return `the feed was answered with ${status} and ${text === '' ? 'nothing' : text.slice(0, LONGEST_WORDS)}`;
}

export async function forgedFeed(context: ProbeContext): Promise<Finding[]> {
  const stubBank = await followed(context);
  const { tokens, key } = mintOf(context);
  const [active, dead, person] = [randomUUID(), randomUUID(), randomUUID()];
  const older = stubBank.lastSet;
  stubBank.revoke(dead);
  const found: Finding[] = [];
  const last = await stillOpen(context, tokens.token({ sid: dead }));
  if (last !== undefined) found.push(finding('the dead session', last));
  const made = () => {
    const access = tokens.token();
    return forgedFeeds({
      current: stubBank.lastSet,
      older,
      access,
      secret: key.secret,
      active,
      person,
      own: key.sign,
      ahead: 1,
    });
  };
  stubBank.mood = 'eager';
  for (const [index, { kind }] of made().entries()) {
    // Made afresh, so that its time is later than whatever was said meanwhile.
    const forged = made()[index];
    if (forged === undefined) continue;
    const back = await isDoneWithin(stubBank.give(forged), HEARS_WITHIN_MS);
    const read = (wish: Wish) => context.service.read([bearer(tokens.token(wish))]);
    const [one, two] = await Promise.all([read({ sid: active, sub: person }), read({ sid: dead })]);
    const told = wordsOfForgery(forged);
    if (!isGood(one))
      found.push({ ...finding(kind, one, `believed, the active session is answered ${verdictOf(one)}`), told });
    if (verdictOf(two) !== '401 session_ended')
      found.push({ ...finding(kind, two, `the dead session: ${verdictOf(two)}`), told });
    const after = stubBank.lastQuestion?.deletedAfter ?? 0;
    if (after > stubBank.cursor)
      found.push({ kind, seen: `believed, deleted accounts are asked for after ${after}`, told });
    // Nothing more can be given to a service that asks no more.
    if (!back) return [...found, { kind, seen: 'the feed is asked no more', told }];
  }
  stubBank.mood = 'true';
  return found;
}

export async function futureFeed(context: ProbeContext): Promise<Finding[]> {
  const stubBank = await followed(context);
  const { tokens, key } = mintOf(context);
  const found: Finding[] = [];
  const made = (sid: string, sub: string) =>
    feedsFromTheFuture(
      { current: stubBank.lastSet, older: '', access: '', secret: key.secret, active: '', own: key.sign },
      sid,
      sub,
    );
  stubBank.mood = 'eager';
  for (const [index, { kind }] of made('', '').entries()) {
    const [named, next, sub] = [randomUUID(), randomUUID(), randomUUID()];
    const forged = made(named, sub)[index];
    if (forged === undefined) continue;
    const back = await isDoneWithin(stubBank.give(forged), HEARS_WITHIN_MS);
    const told = wordsOfForgery(forged);
    if (!back) return [...found, { kind, seen: 'the feed is asked no more', told }];
    const teaches = !kind.includes('heartbeat');
    const ended = await context.service.read([bearer(tokens.token({ sid: named }))]);
    if (teaches && verdictOf(ended) !== '401 session_ended')
      found.push({ ...finding(`${kind}: whom it names`, ended), told });
    const changed = await context.service.read([bearer(tokens.token({ sub }))]);
    if (teaches && verdictOf(changed) !== RENEW)
      found.push({ ...finding(`${kind}: whose rights it names`, changed), told });
    stubBank.revoke(next);
    const last = await stillOpen(context, tokens.token({ sid: next }), HEARS_WITHIN);
    if (last !== undefined) found.push({ ...finding(`${kind}: a session revoked afterwards`, last), told });
  }
  stubBank.mood = 'true';
  return found;
}

/** What makes true answers look old shows in the age of the feed, which no new token may hide. */
export async function agedFeed(context: ProbeContext): Promise<Finding[]> {
  if (context.sensitive === undefined) return [];
  await sleep((context.bounds.sensitive + 1) * 1_000);
  const aged = await calls(context, context.bounds.sensitive + 10);
  return differences('afterwards, with an old token', aged, { sensitive: 'taken' });
}
