import { randomUUID } from 'node:crypto';
import { feedsFromTheFuture, forgedFeeds } from '../attacks/forged-feeds.js';
import { sleep } from '../client/clock.js';
import { bearer } from '../client/credentials.js';
import { isGood, verdictOf } from '../client/remote-service.js';
import { mintOf, type ProbeContext } from '../probe/probe.js';
import { calls, differences, followed, HEARS_WITHIN, HEARS_WITHIN_MS, RENEW } from './feed-calls.js';
import { stillOpen } from './logout.js';

export async function forgedFeed(context: ProbeContext): Promise<string[]> {
  const stubBank = await followed(context);
  const { tokens, key } = mintOf(context);
  const [active, dead, person] = [randomUUID(), randomUUID(), randomUUID()];
  const older = stubBank.lastSet;
  stubBank.revoke(dead);
  const found: string[] = [];
  const last = await stillOpen(context, tokens.token({ sid: dead }));
  if (last !== undefined) found.push(`the dead session: ${last}`);
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
    const back = await Promise.race([stubBank.give(forged).then(() => true), sleep(HEARS_WITHIN_MS).then(() => false)]);
    const [one, two] = await Promise.all(
      [{ sid: active, sub: person }, { sid: dead }].map((wish) => context.service.read([bearer(tokens.token(wish))])),
    );
    if (!isGood(one ?? null)) found.push(`${kind}: believed, the active session is answered ${verdictOf(one ?? null)}`);
    if (verdictOf(two ?? null) !== '401 session_ended')
      found.push(`${kind}: the dead session: ${verdictOf(two ?? null)}`);
    const after = stubBank.lastQuestion?.deletedAfter ?? 0;
    if (after > stubBank.cursor) found.push(`${kind}: believed, deleted accounts are asked for after ${after}`);
    // Nothing more can be given to a service that asks no more.
    if (!back) return [...found, `${kind}: the feed is asked no more`];
  }
  return found;
}

export async function futureFeed(context: ProbeContext): Promise<string[]> {
  const stubBank = await followed(context);
  const { tokens, key } = mintOf(context);
  const found: string[] = [];
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
    const back = await Promise.race([stubBank.give(forged).then(() => true), sleep(HEARS_WITHIN_MS).then(() => false)]);
    if (!back) return [...found, `${kind}: the feed is asked no more`];
    const verdict = verdictOf(await context.service.read([bearer(tokens.token({ sid: named }))]));
    if (!kind.includes('heartbeat') && verdict !== '401 session_ended')
      found.push(`${kind}: whom it names is answered ${verdict}`);
    const changed = verdictOf(await context.service.read([bearer(tokens.token({ sub }))]));
    if (!kind.includes('heartbeat') && changed !== RENEW)
      found.push(`${kind}: whose rights it names is answered ${changed}`);
    stubBank.revoke(next);
    const last = await stillOpen(context, tokens.token({ sid: next }), HEARS_WITHIN);
    if (last !== undefined) found.push(`${kind}: a session revoked afterwards is answered ${last}`);
  }
  if (context.sensitive === undefined) return found;
  // What makes true answers look old shows in the age of the feed, which no new token may hide.
  stubBank.mood = 'true';
  await sleep((context.bounds.sensitive + 1) * 1_000);
  const aged = await calls(context, context.bounds.sensitive + 10);
  return [...found, ...differences('afterwards, with an old token', aged, { sensitive: 'taken' })];
}
