import { randomUUID } from 'node:crypto';
import { sleep, until } from '../client/clock.js';
import { bearer } from '../client/credentials.js';
import { finding, isGood, verdictOf, type Finding } from '../client/exchange.js';
import { mintOf, Skipped, type Probe, type ProbeContext } from '../probe/probe.js';
import {
  calls,
  differences,
  FRESH,
  followed,
  HEARS_WITHIN,
  HEARS_WITHIN_MS,
  NEEDS,
  RENEW,
  stubBankOf,
} from './feed-calls.js';
import { feedLists } from './feed-lists.js';
import { agedFeed, forgedFeed, futureFeed } from './forged-feed.js';
import { stillOpen } from './logout.js';
import { fedStreams } from './streams.js';

/** In this order: each leaves the stub bank to the next. */
export const feed: Probe[] = [
  {
    id: 'never-heard',
    name: 'lets nobody change anything by an old token while it has never heard the bank',
    sends: 'reads, writes and sensitive calls with old and new tokens, before the stub bank says its first word',
    demands:
      'reads go on; with an old token writes and sensitive calls answer 401 `renew_required`, with a new one they pass',
    source: 'docs/tokens.md: staleness is the younger of the ages of feed and token',
    rules: ['staleness', 'feed-age'],
    needs: [...NEEDS],
    run: async (context) => {
      const { bounds } = context;
      const stubBank = stubBankOf(context);
      stubBank.isIgnored = (await until(() => stubBank.asked > 0, HEARS_WITHIN_MS)) === undefined;
      if (stubBank.cameKnowing)
        throw new Skipped('the service heard this bank before this run: start it again on an empty store');
      const aged = await calls(context, Math.min(bounds.write + 10, bounds.tokenTtl - 10));
      const fresh = await calls(context, 0);
      return [
        ...differences('with an old token', aged, { read: 'taken', write: RENEW, sensitive: RENEW }),
        ...differences('with a new token', fresh, FRESH),
      ];
    },
  },
  {
    id: 'revoked',
    name: 'refuses a session within a second after the feed names it, and no other',
    sends: 'sessions revoked one after the other: told as a set, then as what was added',
    demands: '401 `session_ended` within 1 s (`--ended-within`); other sessions pass, with old tokens too',
    source: 'docs/tokens.md, what a service knows of a logout',
    rules: ['feed-follow', 'session-ended'],
    needs: [...NEEDS],
    run: async (context) => {
      const stubBank = await followed(context);
      const { tokens } = mintOf(context);
      const found: Finding[] = [];
      for (const which of ['first', 'second', 'third']) {
        const sid = randomUUID();
        const before = await context.service.read([bearer(tokens.token({ sid }))]);
        stubBank.revoke(sid);
        const last = await stillOpen(context, tokens.token({ sid }));
        if (!isGood(before)) found.push(finding(`the ${which} before`, before));
        if (last !== undefined) found.push(finding(`the ${which} a second later`, last));
        // In another second, so that what was signed now is newer than what was signed then.
        await sleep(300);
      }
      const aged = await calls(context, Math.min(context.bounds.write + 10, context.bounds.tokenTtl - 10));
      return [...found, ...differences('with an old token while the feed runs', aged, FRESH)];
    },
  },
  {
    id: 'logout-told',
    name: 'tells the bank of a logout',
    sends: '`POST /api/logout` at the service',
    demands:
      'within 8 s the bank is told: by the token as bearer of `POST /api/logout`, or by a proof of the service at `POST /api/logout/delivered`',
    source: 'docs/architecture.md, the walk of a logout',
    rules: ['logout-told'],
    needs: [...NEEDS],
    run: async (context) => {
      const stubBank = await followed(context);
      const sid = randomUUID();
      const token = mintOf(context).tokens.token({ sid });
      const out = await context.service.write({ method: 'POST', path: '/api/logout' }, [bearer(token)]);
      const told = await until(() => stubBank.loggedOut.includes(sid), HEARS_WITHIN_MS, 25);
      return told === undefined ? [finding('a logout', out, 'the bank was not told')] : [];
    },
  },
  ...feedLists,
  ...fedStreams,
  {
    id: 'future-feed',
    name: 'goes on learning of logouts after an answer of the feed that is dated in the future',
    sends:
      'sets, deltas and a heartbeat, signed rightly, whose `iat` is 66 s to a lifetime ahead or whose `as_of` is a day to a year after it; after each the truth',
    demands: `401 \`session_ended\` or \`renew_required\` for whom such an answer names, and, within ${HEARS_WITHIN} s, for sessions revoked after it; the feed stays young enough for a sensitive call with an old token`,
    source: 'the revocation feed, above: `iat` and `as_of`',
    rules: ['feed-future', 'feed-teaches'],
    needs: [...NEEDS],
    run: futureFeed,
    later: agedFeed,
  },
  {
    id: 'forged-feed',
    name: 'believes no answer of the feed that the bank did not sign for it, and forgets nothing it knew',
    sends:
      'in place of an answer: other keys, kinds, versions and claims, lists and cursors of other forms, replays, misspelled tokens, pages, errors, redirects',
    demands:
      'the session and the person that each names live on, the session that is over stays so, and the feed is asked again after the same cursor',
    source: 'RFC 8725 §3.11, §3.1; docs/tokens.md, what a service knows of a logout',
    rules: ['feed-authentic', 'feed-order'],
    needs: [...NEEDS],
    run: forgedFeed,
  },
  {
    id: 'feed-loss',
    name: 'lets old knowledge pass for new neither while the bank is silent nor while its words are replayed',
    sends: 'nothing, then the last set again and again; then the truth',
    demands:
      'reads and writes go on and dead sessions stay dead; a sensitive call with an old token answers 401 `renew_required` and passes with a new one; healed within 8 s',
    source: 'docs/tokens.md: staleness, sensitive routes bear 15 s',
    rules: ['staleness', 'feed-age', 'feed-order'],
    needs: [...NEEDS],
    isAlone: true,
    run: feedLoss,
  },
];

async function feedLoss(context: ProbeContext): Promise<Finding[]> {
  const { bounds, service, sensitive } = context;
  const { tokens } = mintOf(context);
  const stubBank = await followed(context);
  const dead = tokens.token();
  const { sid } = JSON.parse(Buffer.from(dead.split('.')[1] ?? '', 'base64url').toString()) as { sid: string };
  stubBank.revoke(sid);
  const last = await stillOpen(context, dead);
  const old = bounds.sensitive + 10;
  const before = await calls(context, old);
  stubBank.mood = 'away';
  const silence = (sensitive === undefined ? 2 : bounds.sensitive + 1) * 1_000;
  await sleep(silence / 2);
  stubBank.mood = 'replaying';
  await sleep(silence / 2);
  const during = await calls(context, old);
  const oldest = await service.read([bearer(tokens.token({ age: bounds.tokenTtl - 10 }))]);
  const fresh = await calls(context, 0);
  const still = await service.read([bearer(dead)]);
  stubBank.mood = 'true';
  let after = during;
  const isHealed = async (): Promise<boolean> => {
    after = await calls(context, old);
    return after.sensitive === undefined || isGood(after.sensitive);
  };
  await until(isHealed, HEARS_WITHIN_MS, 100);
  return [
    ...(last === undefined ? [] : [finding('the dead session', last)]),
    ...differences('before, with an old token', before, FRESH),
    ...differences('during, with an old token', during, { ...FRESH, sensitive: RENEW }),
    ...differences('during, with a new token', fresh, FRESH),
    ...(isGood(oldest) ? [] : [finding('during, a read near the end of its token', oldest)]),
    ...(verdictOf(still) === '401 session_ended' ? [] : [finding('during, the dead session', still)]),
    ...differences('healed, with an old token', after, FRESH),
  ];
}
