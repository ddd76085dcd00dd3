import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Signer } from './tokens/forge.js';

/** What is answered instead of the feed. */
export interface ForgedAnswer {
  kind: string;
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Goes on with the body without an end. */
  endless?: boolean;
  /** Closes the connection in the middle of the answer. */
  breaksOff?: boolean;
  /** The reason that is counted; any when left out. */
  reason?: string;
}

type Members = Record<string, unknown>;

/** What forgeries of the feed are made from. */
export interface FeedFacts {
  /** An authentic answer that was believed before, and one that was given before the dead session had ended. */
  current: string;
  older: string;
  /** An access token of the bank. */
  access: string;
  secret: string;
  /** A session that lives: a service that believes a forgery will refuse it. */
  active: string;
  /** Seconds that forgeries are signed ahead of now: none is refused for being older than the truth. */
  ahead?: number;
  /** How the bank signs, if its key is not the text of a secret. */
  own?: Signer;
}

const encode = (text: string | Buffer): string => Buffer.from(text).toString('base64url');
const partOf = (token: string, index: number): Members =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Members;

/** Answers of the feed that the bank never gave, or gave long ago; each names a session that lives. */
export function forgedFeeds(facts: FeedFacts): ForgedAnswer[] {
  return [
    ...strangers(facts),
    ...replays(facts),
    ...feedsFromTheFuture(facts),
    ...notOurs(facts),
    ...misspelled(facts),
    ...noFeed(facts),
  ];
}

function tools({ current, secret, active, own, ahead = 0 }: FeedFacts) {
  const header = partOf(current, 0);
  const now = Math.floor(Date.now() / 1000) + ahead;
  const claims: Members = { ...partOf(current, 1), iat: now, as_of: now * 1_000, etag: 'forged', sids: [active] };
  const seal = (head: string | Buffer, payload: string | Buffer, key?: string | Buffer): string => {
    const input = `${encode(head)}.${encode(payload)}`;
    const mac = (): Buffer =>
      createHmac('sha256', key ?? secret)
        .update(input)
        .digest();
    return `${input}.${encode(key === undefined && own !== undefined ? own(input) : mac())}`;
  };
  const sign = (head: Members, change: Members, key?: string | Buffer): string =>
    seal(JSON.stringify({ ...header, ...head }), JSON.stringify({ ...claims, ...change }), key);
  return { header, claims, now, seal, sign };
}

/** Signed by nobody, by somebody else, or by a wrong way. */
function strangers(facts: FeedFacts): ForgedAnswer[] {
  const { header, claims, sign, seal } = tools(facts);
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
  const { sign, now } = tools(facts);
  return [
    { kind: 'an older authentic answer', body: facts.older, reason: 'as_of_back' },
    { kind: 'a heartbeat of long ago', body: heartbeat(facts, { iat: now - 600, etag: 'forged' }) },
    {
      kind: 'a heartbeat of another set',
      body: heartbeat(facts, { iat: now, etag: 'forged' }),
      reason: 'etag_unknown',
    },
    {
      // A session that it names is taken for over, since no session comes back to life.
      kind: 'a set read before what is known',
      body: sign({}, { iat: now - 600, as_of: (now - 600) * 1_000, sids: [randomUUID()] }),
      reason: 'as_of_back',
    },
  ];
}

/** Authentic, and dated so that everything true would look old next to it; each names `sid`, which is learnt all the same. */
export function feedsFromTheFuture(facts: FeedFacts, sid: string = randomUUID()): ForgedAnswer[] {
  const { sign, now } = tools(facts);
  const [soon, tomorrow, year] = [now + 66, now + 86_400, now + 31_536_000];
  const read = { iat: now, sids: [sid] };
  const signed = { as_of: now * 1_000, sids: [sid] };
  const delta = { kind: 'delta', since: 1 };
  const [iat, asOf] = ['iat_ahead', 'as_of_ahead'];
  return [
    { kind: 'a set of in a minute', body: sign({}, { ...signed, iat: soon }), reason: iat },
    { kind: 'a set of tomorrow', body: sign({}, { ...signed, iat: tomorrow, as_of: tomorrow * 1_000 }), reason: iat },
    { kind: 'a set of the last second', body: sign({}, { ...signed, iat: Number.MAX_SAFE_INTEGER }), reason: iat },
    { kind: 'a delta of tomorrow', body: sign({}, { ...delta, ...signed, iat: tomorrow }), reason: iat },
    { kind: 'a heartbeat of tomorrow', body: heartbeat(facts, { iat: tomorrow, etag: 'forged' }), reason: iat },
    { kind: 'a set read tomorrow', body: sign({}, { ...read, as_of: tomorrow * 1_000 }), reason: asOf },
    { kind: 'a set read in a year', body: sign({}, { ...read, as_of: year * 1_000 }), reason: asOf },
    { kind: 'a delta read tomorrow', body: sign({}, { ...delta, ...read, as_of: tomorrow * 1_000 }), reason: asOf },
  ];
}

function heartbeat(facts: FeedFacts, { iat, etag }: { iat: number; etag: string }): string {
  const { header, claims, seal } = tools(facts);
  return seal(JSON.stringify(header), JSON.stringify({ kind: 'heartbeat', iss: claims['iss'], iat, etag }));
}

/** The right key, and claims that the bank would not write: every service holds the secret. */
function notOurs(facts: FeedFacts): ForgedAnswer[] {
  const { sign } = tools(facts);
  const changes: [string, Members][] = [
    ['another issuer', { iss: 'http://bank.evil.example' }],
    ['no issuer', { iss: undefined }],
    ['an unknown kind', { kind: 'all' }],
    ['no kind', { kind: undefined }],
    ['iat as text', { iat: '1' }],
    ['as_of 0', { as_of: 0 }],
    ['no as_of', { as_of: undefined }],
    ['an etag with a line end', { etag: 'a\r\nset-cookie: x=y' }],
    ['sids as an object', { sids: { [facts.active]: true } }],
    ['sids with a number', { sids: [facts.active, 7] }],
    ['sids in upper case', { sids: [facts.active.toUpperCase()] }],
    ['a claim too many', { admin: true }],
  ];
  return changes.map(([kind, change]) => ({ kind, body: sign({}, change) }));
}

/** What JSON.stringify would not write, and texts that are no token. */
function misspelled(facts: FeedFacts): ForgedAnswer[] {
  const { header, claims, seal, sign } = tools(facts);
  const [head, payload, good] = [JSON.stringify(header), JSON.stringify(claims), sign({}, {})];
  return [
    { kind: 'a space in the payload', body: seal(head, payload.replace(',', ', ')) },
    { kind: 'a claim twice', body: seal(head, payload.replace('{', `{"sids":["${facts.active}"],`)) },
    {
      kind: 'a byte that is no UTF-8',
      body: seal(head, Buffer.from(payload.replace('forged', 'forg\u00ff'), 'latin1')),
    },
    { kind: 'a payload that is an array', body: seal(head, `[${payload}]`) },
    { kind: 'a payload with __proto__', body: seal(head, payload.replace('{', '{"__proto__":{"kind":"set"},')) },
    { kind: 'cut in half', body: good.slice(0, good.length / 2) },
    { kind: 'without its signature', body: good.slice(0, good.lastIndexOf('.')) },
    { kind: 'followed by a line end', body: `${good}\n` },
    { kind: 'padded', body: `${good}=` },
    { kind: 'twice', body: good + good },
  ];
}

/** More than anybody has to read. */
export function floods(): ForgedAnswer[] {
  return [
    { kind: '50 MB of nothing', body: Buffer.alloc(50_000_000, 'A') },
    { kind: 'an answer without end', endless: true },
    { kind: 'compressed', body: gzipSync('A'.repeat(10_000_000)), headers: { 'content-encoding': 'gzip' } },
    {
      // Quickly made: this process also answers the questions that come meanwhile.
      kind: 'compressed, more than is read unpacked',
      body: gzipSync(Buffer.alloc(56_000_000, 'A'), { level: 1 }),
      headers: { 'content-encoding': 'gzip' },
      reason: 'text_too_long',
    },
  ];
}

/** Answers that are no feed at all. */
function noFeed({ access }: FeedFacts): ForgedAnswer[] {
  const sids = Array.from({ length: 3 }, () => randomUUID());
  return [
    { kind: 'an access token', body: access },
    { kind: 'nothing', body: '' },
    { kind: 'JSON', body: JSON.stringify({ kind: 'set', sids }), headers: { 'content-type': 'application/json' } },
    { kind: 'a page', body: '<!doctype html><title>Log in</title>', headers: { 'content-type': 'text/html' } },
    {
      kind: 'cut off in the middle',
      body: access.slice(0, 40),
      headers: { 'content-length': '4000' },
      breaksOff: true,
    },
    { kind: '204', status: 204 },
    { kind: '304', status: 304 },
    { kind: '404', status: 404, body: 'x' },
    { kind: '500', status: 500, body: 'x' },
    { kind: 'a redirect', status: 302, headers: { location: 'http://127.0.0.1:1/' } },
  ];
}
