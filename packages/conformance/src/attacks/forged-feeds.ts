import { randomBytes, randomUUID } from 'node:crypto';
import { feedForge, type FeedFacts, type ForgedAnswer } from './feed-forge.js';
import { notListsOfOurs, notOurs } from './feed-claims.js';
import { misspelled, noFeed } from './feed-texts.js';
import { encode } from './tokens/forge.js';

/** Answers of the feed that the bank never gave, or gave long ago; each names a session that lives. */
export function forgedFeeds(facts: FeedFacts): ForgedAnswer[] {
  return [
    ...strangers(facts),
    ...replays(facts),
    ...feedsFromTheFuture(facts),
    ...notOurs(facts),
    ...notListsOfOurs(facts),
    ...misspelled(facts),
    ...noFeed(facts),
  ];
}

/** Signed by nobody, by somebody else, or by a wrong way. */
function strangers(facts: FeedFacts): ForgedAnswer[] {
  const { header, claims, sign, seal } = feedForge(facts);
  const unsigned = `${encode(JSON.stringify({ ...header, alg: 'none' }))}.${encode(JSON.stringify(claims))}.`;
  const good = sign({}, {}).split('.');
  const other = `${good[0]}.${good[1]}.${facts.current.split('.')[2]}`;
  return [
    { kind: 'signed with another key', body: sign({}, {}, randomBytes(48)) },
    { kind: 'signed with an empty key', body: sign({}, {}, '') },
    { kind: 'signed with the decoded secret', body: sign({}, {}, Buffer.from(facts.secret, 'base64url')) },
    { kind: 'an unknown kid', body: sign({ kid: 'AAAAAAAAAAAAAAAA' }, {}) },
    { kind: 'alg none', body: unsigned },
    { kind: 'the algorithm in small letters', body: sign({ alg: String(header['alg']).toLowerCase() }, {}) },
    { kind: 'another algorithm', body: sign({ alg: header['alg'] === 'HS256' ? 'ES256' : 'HS256' }, {}) },
    { kind: 'the signature of another answer', body: other },
    { kind: 'with a jwk in the header', body: sign({ jwk: { kty: 'oct', k: 'AAAA' } }, {}) },
    { kind: 'typ of an access token', body: sign({ typ: 'at+jwt' }, {}) },
    { kind: 'typ JWT', body: sign({ typ: 'JWT' }, {}) },
    { kind: 'no typ', body: seal(JSON.stringify({ ...header, typ: undefined }), JSON.stringify(claims)) },
  ];
}

/** Authentic, and worth nothing any more. */
function replays(facts: FeedFacts): ForgedAnswer[] {
  const { sign, now, naming, heartbeat } = feedForge(facts);
  return [
    { kind: 'an older authentic answer', body: facts.older, reason: 'as_of_back' },
    { kind: 'a heartbeat of long ago', body: heartbeat({ iat: now - 600, etag: 'forged' }) },
    {
      kind: 'a heartbeat of another set',
      body: heartbeat({ iat: now, etag: 'forged' }),
      reason: 'etag_unknown',
    },
    {
      // A session that it names is taken for over, since no session comes back to life.
      kind: 'a set read before what is known',
      body: sign({}, { iat: now - 600, as_of: (now - 600) * 1_000, sids: [randomUUID()], ...naming(randomUUID()) }),
      reason: 'as_of_back',
    },
  ];
}

/** Authentic, and dated so that everything true would look old next to it; each names `sid`, and in version 2 newer rights of `sub`, which is learnt all the same. */
export function feedsFromTheFuture(
  facts: FeedFacts,
  sid: string = randomUUID(),
  sub: string = randomUUID(),
): ForgedAnswer[] {
  const { sign, now, naming, heartbeat } = feedForge(facts);
  const [soon, tomorrow, year] = [now + 66, now + 86_400, now + 31_536_000];
  const names = { sids: [sid], ...naming(sub) };
  const read = { iat: now, ...names };
  const signed = { as_of: now * 1_000, ...names };
  const delta = { kind: 'delta', since: 1 };
  const [iat, asOf] = ['iat_ahead', 'as_of_ahead'];
  return [
    { kind: 'a set of in a minute', body: sign({}, { ...signed, iat: soon }), reason: iat },
    { kind: 'a set of tomorrow', body: sign({}, { ...signed, iat: tomorrow, as_of: tomorrow * 1_000 }), reason: iat },
    { kind: 'a set of the last second', body: sign({}, { ...signed, iat: Number.MAX_SAFE_INTEGER }), reason: iat },
    { kind: 'a delta of tomorrow', body: sign({}, { ...delta, ...signed, iat: tomorrow }), reason: iat },
    { kind: 'a heartbeat of tomorrow', body: heartbeat({ iat: tomorrow, etag: 'forged' }), reason: iat },
    { kind: 'a set read tomorrow', body: sign({}, { ...read, as_of: tomorrow * 1_000 }), reason: asOf },
    { kind: 'a set read in a year', body: sign({}, { ...read, as_of: year * 1_000 }), reason: asOf },
    { kind: 'a delta read tomorrow', body: sign({}, { ...delta, ...read, as_of: tomorrow * 1_000 }), reason: asOf },
  ];
}
