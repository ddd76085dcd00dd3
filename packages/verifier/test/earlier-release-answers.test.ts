import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { releases, stopClock, type StoppedClock } from '@latchkey/testing';
import {
  keyReport,
  meAnswer,
  servicesAnswer,
  sessionsAnswer,
  type RevocationsClaims,
  type RevocationsClaims2,
} from '../src/contract/index.js';
import { DeliveryVerifier } from '../src/delivery/delivery-verifier.js';
import { bankKeysOf } from '../src/keys/bank-keys.rules.js';
import { KeyRing } from '../src/keys/key-ring.js';
import { keySetOfFile } from '../src/keys/key-set.js';
import { FeedVerifier } from '../src/revocations/feed-verifier.js';
import { TokenVerifier } from '../src/token/token-verifier.js';
import { carriedToken } from '../src/transport/transport.rules.js';
import { OUT_COOKIE } from '../src/transport/session-cookies.js';

describe.each(releases)('what $name wrote', ({ settings, answers }) => {
  const { at, issuer, keys, leaver } = settings;
  const ring = new KeyRing(keySetOfFile(JSON.stringify(keys.verify), { holdsPrivateKeys: false }));
  let clock: StoppedClock;
  beforeAll(() => void (clock = stopClock(at)));
  afterAll(() => clock.release());

  test.each(answers.logins)('a token is a caller: $what, $transport', ({ access, transport, version, sid, sub }) => {
    const headers =
      transport === 'bearer' ? { authorization: `Bearer ${access}` } : { cookie: `__Secure-latchkey=${access}` };
    expect(carriedToken({ headers, rawHeaders: Object.entries(headers).flat() })).toMatchObject({ texts: [access] });
    const claims = new TokenVerifier(ring, { issuer, audience: 'retirement', tokenTtl: 900 }).verify(access);
    expect(claims).toMatchObject({ ver: version, sid, sub, ...(version === 2 && { trv: transport }) });
  });

  const feed = new FeedVerifier(ring, issuer);
  const ended = answers.logins.filter(({ what }) => what === 'logged out').map(({ sid }) => sid);
  const claimsOf = <C extends RevocationsClaims>(what: string): C =>
    feed.verify(answers.feed.find((answer) => answer.what === what)!.text) as C;

  test('its feed names who logged out, all and since a moment', () => {
    for (const what of ['all sessions that are over', 'sessions since a moment']) {
      expect(claimsOf(what)).toMatchObject({ sids: expect.arrayContaining(ended) });
    }
    expect(answers.feed.map(({ what }) => claimsOf(what).kind)).toEqual(['set', 'set', 'heartbeat', 'delta', 'delta']);
  });

  test('its lists name changed rights and deleted accounts', () => {
    const all = claimsOf<Exclude<RevocationsClaims2, { kind: 'heartbeat' }>>('all lists');
    expect(all).toMatchObject({ sids: expect.arrayContaining(ended), deleted: [leaver], deleted_to: 1 });
    expect(all.rights.map(([, rv]) => rv)).toEqual([1, 1]);
    expect(claimsOf('lists since a moment')).toMatchObject({ kind: 'delta', deleted: [], deleted_after: 1 });
  });

  test('a logout that retirement tells of is proven', () => {
    const verifier = new DeliveryVerifier(ring, issuer, [{ id: 'retirement' }]);
    const told = answers.deliveries.map(({ body }) => verifier.verify(body.proof));
    expect(told).toMatchObject([{ iss: 'retirement', sid: ended[1], everywhere: false }]);
  });

  test('the cookie of a logout elsewhere has the name under which it is looked for', () => {
    expect(answers.logoutCookies.some((cookie) => cookie.startsWith(`${OUT_COOKIE}=${ended[1]};`))).toBe(true);
  });

  test('reports of keys, lists of services, sessions and callers are answers of this contract', () => {
    for (const report of Object.values(answers.keyReports)) {
      expect(keyReport.parse(report)).toEqual(report);
      expect(report.replicas).toMatchObject([{ fault: null, thumbprints: [expect.any(String), expect.any(String)] }]);
    }
    for (const list of Object.values(answers.services)) expect(servicesAnswer.parse(list)).toEqual(list);
    expect(meAnswer.parse(answers.me)).toEqual(answers.me);
    expect(sessionsAnswer.parse(answers.sessions)).toEqual(answers.sessions);
  });

  test('its published keys verify, and both of its key files are read', () => {
    const { keys: published, ignored } = bankKeysOf(JSON.stringify(answers.jwks));
    expect([[...published.byKid.keys()].length, ignored]).toEqual([1, []]);
    const all = keySetOfFile(JSON.stringify(keys.bank), { holdsPrivateKeys: true });
    expect([...all.byKid.keys()]).toEqual(ring.all().map(({ kid }) => kid));
    expect(published.byKid.has(all.signing!.kid)).toBe(true);
  });
});
