import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { FeedRefused } from '../src/revocations/feed.errors.js';
import { FeedVerifier } from '../src/revocations/feed-verifier.js';
import {
  b64,
  ecJwk,
  ecPair,
  es256,
  HEADER,
  hs256,
  TEST_ISSUER,
  KID,
  token,
  tokenOfTexts,
} from '@latchkey/testing/tokens';
import { ringOf, ringOfSecret, verdict } from './support/verifier.js';

const FEED = { alg: 'HS256', kid: KID, typ: 'revocations+jwt' };
const [sid, sub] = [randomUUID(), randomUUID()];
const set = { kind: 'set', iss: TEST_ISSUER, iat: 1_800_000_000, etag: 'e', as_of: 1_800_000_000_000, sids: [sid] };
const verifier = new FeedVerifier(ringOfSecret(), TEST_ISSUER);
const signed = (claims: object, header: object = FEED, signer = hs256()): string =>
  tokenOfTexts(JSON.stringify(header), JSON.stringify(claims), signer);

function refusal(text: string, by = verifier): string {
  try {
    by.verify(text);
    return 'taken';
  } catch (error) {
    expect(error).toBeInstanceOf(FeedRefused);
    return (error as FeedRefused).reason;
  }
}

test('an answer of our bank is taken, with either algorithm', () => {
  expect(verifier.verify(signed(set))).toEqual(set);
  const pair = ecPair();
  const text = signed(set, { ...FEED, alg: 'ES256', kid: 'e1' }, es256(pair.privateKey));
  expect(new FeedVerifier(ringOf(ecJwk(pair.publicKey, 'e1')), TEST_ISSUER).verify(text)).toEqual(set);
});

describe('an access token is no answer of the feed, and the reverse', () => {
  test('by its typ', () => {
    expect(refusal(token())).toBe('header_typ');
    expect(verdict(signed(set))).toBe('token_invalid: header_typ');
  });

  test('by its claims', () => {
    expect(refusal(token({}, FEED))).toBe('claim_kind');
    expect(verdict(signed(set, HEADER))).toMatch(/^token_invalid: claim_/);
  });
});

describe('what is not signed by a key of the ring is refused', () => {
  const good = signed(set);
  const [head, body, mac] = good.split('.') as [string, string, string];
  const more = b64(JSON.stringify({ ...set, sids: [] }));
  test.each([
    ['another secret', signed(set, FEED, hs256(randomBytes(32))), 'signature'],
    ['an unknown kid', signed(set, { ...FEED, kid: 'k' }), 'unknown_kid'],
    ['no algorithm', signed(set, { ...FEED, alg: 'none' }, () => Buffer.from('x')), 'alg_mismatch'],
    ['another algorithm', signed(set, { ...FEED, alg: 'ES256' }), 'alg_mismatch'],
    ['a further header', signed(set, { ...FEED, jku: 'http://x' }), 'header_members'],
    ['a list made empty', `${head}.${more}.${mac}`, 'signature'],
    ['an answer cut off', good.slice(0, -3), 'signature_length'],
    ['an answer cut in the middle', good.slice(0, good.length / 2), 'text_parts'],
    ['no signature', `${head}.${body}.`, 'not_canonical_base64url'],
    ['nothing', '', 'text_parts'],
    ['a page', '<html>', 'text_parts'],
    ['a problem', '{"code":"not_found"}', 'text_parts'],
    ['bytes', randomBytes(400).toString('latin1'), 'text_parts'],
  ])('%s', (_, text, reason) =>
    expect(refusal(text.replaceAll('.', (dot) => dot))).toMatch(
      reason === 'text_parts' ? /^text_parts$|^not_/ : reason,
    ),
  );

  test('one that is longer than any list may be', () => {
    expect(refusal(`${head}.${'A'.repeat(53_000_001)}.${mac}`)).toBe('text_too_long');
  });
});

describe('an authentic answer of the wrong shape is refused', () => {
  const { sids: _, ...frame } = set;
  test.each([
    ['of another bank', { ...set, iss: 'http://other.demo.localhost' }, 'claim_iss'],
    ['of our bank with a slash', { ...set, iss: `${TEST_ISSUER}/` }, 'claim_iss'],
    ['of no kind', { ...set, kind: 'all' }, 'claim_kind'],
    ['without a list', frame, 'claim_sids'],
    ['with a list that is none', { ...set, sids: 'x' }, 'claim_sids'],
    ['with a list of lists', { ...set, sids: [[sid]] }, 'claim_sids'],
    ['with an id in capitals', { ...set, sids: [sid.toUpperCase()] }, 'claim_sids'],
    ['with an id too long', { ...set, sids: [`${sid}0`] }, 'claim_sids'],
    ['with a number', { ...set, sids: [sid, 1] }, 'claim_sids'],
    ['with a further member', { ...set, more: 1 }, 'claim_set'],
    ['with an expiry', { ...set, exp: 1 }, 'claim_set'],
    ['with a fraction of a second', { ...set, iat: 1.5 }, 'claim_iat'],
    ['with an etag that breaks a header', { ...set, etag: 'a"\r\n' }, 'claim_etag'],
    ['without an end', { ...frame, as_of: undefined, sids: [] }, 'claim_as_of'],
    ['a delta without a beginning', { ...set, kind: 'delta' }, 'claim_since'],
    ['a heartbeat with a list', { ...set, kind: 'heartbeat' }, 'claim_set'],
  ])('%s', (_, claims, reason) => expect(refusal(signed(claims))).toBe(reason));

  test('spelled in another way', () => {
    const spaced = tokenOfTexts(JSON.stringify(FEED), JSON.stringify(set, null, 1));
    expect(refusal(spaced)).toBe('not_canonical_json');
  });
});

describe('an authentic answer with all lists', () => {
  const rights = [[sub, 3]];
  const page = { deleted: [sub], deleted_after: 4, deleted_to: 5 };
  const all = { ...set, ver: 2, rights, ...page };
  const { rights: _, ...withoutRights } = all;

  test('is taken, and so is one that has nothing to tell', () => {
    expect(verifier.verify(signed(all))).toEqual(all);
    const nothing = { ...all, sids: [], rights: [], deleted: [], deleted_to: 4 };
    expect(verifier.verify(signed(nothing))).toEqual(nothing);
    const { kind: _kind, as_of: _asOf, sids: _sids, rights: _rights, ...rest } = all;
    const { deleted: _d, deleted_after: _a, deleted_to: _t, ...frame } = rest;
    expect(verifier.verify(signed({ ...frame, kind: 'heartbeat' }))).toEqual({ ...frame, kind: 'heartbeat' });
  });

  test.each([
    ['of a version that is not known', { ...all, ver: 3 }, 'claim_ver'],
    ['of a version in words', { ...all, ver: '2' }, 'claim_ver'],
    ['of version 1, which says none', { ...set, ver: 1 }, 'claim_ver'],
    ['of no version', { ...all, ver: undefined }, 'claim_set'],
    ['without rights', withoutRights, 'claim_rights'],
    ['with rights that are no list', { ...all, rights: { [sub]: 3 } }, 'claim_rights'],
    ['with a person alone', { ...all, rights: [sub] }, 'claim_rights'],
    ['with a person without a version', { ...all, rights: [[sub]] }, 'claim_rights'],
    ['with a version too many', { ...all, rights: [[sub, 3, 4]] }, 'claim_rights'],
    ['with the pair turned round', { ...all, rights: [[3, sub]] }, 'claim_rights'],
    ['with a version in words', { ...all, rights: [[sub, '3']] }, 'claim_rights'],
    ['with a version below 0', { ...all, rights: [[sub, -1]] }, 'claim_rights'],
    ['with a fraction of a version', { ...all, rights: [[sub, 1.5]] }, 'claim_rights'],
    ['with a version that no number is exact for', { ...all, rights: [[sub, 2 ** 53]] }, 'claim_rights'],
    ['with a person in capitals', { ...all, rights: [[sub.toUpperCase(), 3]] }, 'claim_rights'],
    ['with rights of nobody', { ...all, rights: [null] }, 'claim_rights'],
    ['with a deleted account that is none', { ...all, deleted: ['x'] }, 'claim_deleted'],
    ['with more deleted accounts than cursors', { ...all, deleted: [sub, randomUUID()] }, 'claim_deleted'],
    ['with a page that ends before it begins', { ...all, deleted: [], deleted_to: 3 }, 'claim_deleted_to'],
    ['with a page without an end', { ...all, deleted_to: undefined }, 'claim_deleted_to'],
    ['with a cursor below 0', { ...all, deleted_after: -1 }, 'claim_deleted_after'],
    [
      'with more deleted accounts than a page holds',
      { ...all, deleted: Array.from({ length: 10_001 }, () => sub), deleted_to: 99_999 },
      'claim_deleted',
    ],
    ['a heartbeat with rights', { ...set, kind: 'heartbeat', ver: 2, rights }, 'claim_set'],
  ])('is refused %s', (_, claims, reason) => expect(refusal(signed(claims))).toBe(reason));
});

test('50,000 sessions and as many changes of rights are read', () => {
  const ids = Array.from({ length: 50_000 }, () => randomUUID());
  const page = { deleted: [], deleted_after: 0, deleted_to: 0 };
  const all = { ...set, ver: 2, sids: ids, rights: ids.map((id, rv) => [id, rv]), ...page };
  expect(verifier.verify(signed(all))).toEqual(all);
});
