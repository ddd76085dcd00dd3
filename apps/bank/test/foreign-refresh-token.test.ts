import { createHmac, hash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { testEnvironment } from '@latchkey/testing';
import { readRefreshToken } from '../src/tokens/refresh-token.rules.js';
import { pageLogin, register, startBank, type Bank } from './bank.js';
import { OWN_PAGE, pageRefresh, refresh, sidOf, told, tokensOf } from './refresh-client.js';

const SECRET = testEnvironment('bank', '')['REFRESH_SECRET']!;
let bank: Bank;
let mine: string;
let access: string;
beforeAll(async () => {
  bank = await startBank();
  await register(bank, 'ada').expect(201);
  ({ refresh_token: mine, access_token: access } = await tokensOf(bank));
});
afterAll(() => bank?.close());

interface Parts {
  version: string;
  kid: string;
  sid: string;
  generation: string;
  seed: string;
}

/** A token as the bank writes it, with its own key unless another is given. */
function written(change: Partial<Parts> = {}, secret = SECRET): string {
  const [version, kid, sid, generation, seed] = mine.split('.') as [string, string, string, string, string];
  const parts = { version, kid, sid, generation, seed, ...change };
  const mac = createHmac('sha256', secret).update(`${parts.sid}|${parts.generation}|${parts.seed}`).digest('base64url');
  return [...Object.values(parts), mac].join('.');
}

const withPart = (index: number, change: (part: string) => string) =>
  mine
    .split('.')
    .map((part, i) => (i === index ? change(part) : part))
    .join('.');
const otherLast = (text: string) => text.slice(0, -1) + (text.endsWith('A') ? 'E' : 'A');
const spareBits = (text: string) => text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + 1);

const MALFORMED: [string, () => string][] = [
  ['a word', () => 'token'],
  ['dots', () => '.....'],
  ['an access token', () => access],
  ['a token cut short', () => mine.slice(0, -1)],
  ['a token with more behind it', () => `${mine}A`],
  ['a token with a line end', () => `${mine}\n`],
  ['a token with a space before it', () => ` ${mine}`],
  ['a seventh part', () => `${mine}.A`],
  ['another version', () => written({ version: 'v2' })],
  ['a version in capitals', () => written({ version: 'V1' })],
  ['a kid that is too short', () => written({ kid: 'AAAAAAAAAAAAAAA' })],
  ['an empty kid', () => written({ kid: '' })],
  ['a kid of an object’s member', () => written({ kid: '__proto__' })],
  ['a sid in capitals', () => written({ sid: sidOf(mine).toUpperCase() })],
  ['a sid that is no id', () => written({ sid: "' OR 1=1 --" })],
  ['generation zero', () => written({ generation: '0' })],
  ['a generation with a zero before it', () => written({ generation: '01' })],
  ['a generation with a sign', () => written({ generation: '+1' })],
  ['a generation below zero', () => written({ generation: '-1' })],
  ['a generation in hexadecimal', () => written({ generation: '0x1' })],
  ['a generation with an exponent', () => written({ generation: '1e3' })],
  ['a generation in other digits', () => written({ generation: '١' })],
  ['a generation beyond the column', () => written({ generation: '2147483647' })],
  ['a generation beyond counting', () => written({ generation: '99999999999999999999' })],
  ['a short seed', () => written({ seed: randomBytes(16).toString('base64url') })],
  ['a long seed', () => written({ seed: randomBytes(48).toString('base64url') })],
  ['an empty seed', () => written({ seed: '' })],
  ['a seed in the other alphabet', () => written({ seed: `${'+'.repeat(42)}A` })],
  ['a seed with padding', () => written({ seed: `${randomBytes(32).toString('base64url')}=` })],
  ['a seed whose spare bits are set', () => withPart(4, spareBits)],
  ['a mac whose spare bits are set', () => withPart(5, spareBits)],
  ['an empty mac', () => withPart(5, () => '')],
];
const FORGED: [string, () => string][] = [
  ['another mac', () => withPart(5, otherLast)],
  ['the mac of nothing', () => withPart(5, () => Buffer.alloc(32).toString('base64url'))],
  ['the seed for its mac', () => withPart(5, () => mine.split('.')[4]!)],
  ['another session', () => withPart(2, () => randomUUID())],
  ['the next generation', () => withPart(3, () => '2')],
  ['another seed', () => withPart(4, otherLast)],
  ['the mac of JWT_SECRET', () => written({}, testEnvironment('bank', '')['JWT_SECRET'])],
  ['a secret of its own', () => written({}, randomBytes(48).toString('base64url'))],
];

test('only the refusal of an access token says invalid_token (RFC 6750)', async () => {
  const challenge = ({ headers }: { headers: Record<string, string> }) => headers['www-authenticate'];
  const bare = expect.stringMatching(/^Bearer realm="[^"]+"$/);
  expect(challenge(await refresh(bank, withPart(5, otherLast)))).toEqual(bare);
  expect(challenge(await refresh(bank, written({ kid: 'AAAAAAAAAAAAAAAA' })))).toEqual(bare);
  expect(challenge(await bank.request.get('/api/me'))).toEqual(bare);
  const refused = await bank.request.get('/api/me').set('Authorization', 'Bearer x.y.z');
  expect(challenge(refused)).toMatch(/^Bearer realm="[^"]+", error="invalid_token"$/);
});

function refusedAsInvalid(): void {
  test.each([...MALFORMED, ...FORGED])('%s: is invalid, and clears no cookie', async (_, token) => {
    expect(told(await refresh(bank, token()))).toEqual({ status: 401, code: 'refresh_invalid' });
    // Not everything can be the value of a cookie.
    if (/[^\x21-\x7e]/.test(token())) return;
    expect(told(await pageRefresh(bank, token(), OWN_PAGE))).toEqual({ status: 401, code: 'refresh_invalid' });
  });

  test('a key that is not in use: the session counts as ended, and no cookie is cleared', async () => {
    const kid = hash('sha256', 'another', 'base64url').slice(0, 16);
    const withdrawn = { status: 401, code: 'session_ended', endReason: 'key_withdrawn' };
    expect(told(await refresh(bank, written({ kid })))).toEqual(withdrawn);
    expect(told(await pageRefresh(bank, written({ kid }), OWN_PAGE))).toEqual(withdrawn);
  });
}

describe('the form of a token', () => {
  test.each(MALFORMED)('%s is none', (_, token) => expect(readRefreshToken(token())).toBeUndefined());
  test.each(FORGED)('%s is one, which proves nothing', (_, token) => expect(readRefreshToken(token())).toBeDefined());
});

describe('a token that the bank did not write', () => {
  refusedAsInvalid();

  test('does no harm to the session that it names', async () => {
    await refresh(bank, mine).expect(200);
  });
});

// Last: it takes the database away.
describe('without a database', () => {
  let cookie: string;
  beforeAll(async () => {
    const { headers } = await pageLogin(bank, 'ada', OWN_PAGE).expect(200);
    cookie = (headers['set-cookie'] as unknown as string[])[1]!.split(/[=;]/)[1]!;
    await bank.app.get(Database).dataSource.destroy();
  });

  refusedAsInvalid();

  test('an authentic token is told to come again, and keeps its cookies', async () => {
    for (const answer of [await refresh(bank, cookie), await pageRefresh(bank, cookie, OWN_PAGE)]) {
      expect(told(answer)).toEqual({ status: 503, code: 'database_unavailable' });
      expect(answer.headers['retry-after']).toBe('2');
    }
  });
});
