import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { now, token } from '@latchkey/testing/tokens';
import type { TokenStanding } from '@latchkey/verifier';
import { NothingRevoked, startApp, type AppUnderTest } from './support/app.js';

class Known extends NothingRevoked {
  readonly rights = new Map<string, number>();
  readonly ended = new Set<string>();
  rows: TokenStanding = 'in_force';

  override has(sid: string): boolean {
    return this.ended.has(sid);
  }

  override rightsOf(sub: string): number | undefined {
    return this.rights.get(sub);
  }

  override async standing(): Promise<TokenStanding> {
    return this.rows;
  }
}

const known = new Known();
let bank: AppUnderTest;
beforeAll(async () => void (bank = await startApp({}, { audience: 'bank', isIssuer: true }, known)));
afterAll(() => bank?.app.close());

const [sub, sid] = [randomUUID(), randomUUID()];
const desk = (text: string, method: 'GET' | 'POST' = 'GET'): Promise<string> =>
  bank.ask({ method, url: '/desk', headers: { authorization: `Bearer ${text}` } });
const of = (rv: number, roles: string[] = [], more: object = {}): string => token({ sub, sid, rv, roles, ...more });

beforeEach(() => {
  known.rights.clear();
  known.ended.clear();
  known.rows = 'in_force';
});

describe('a token older than the rights of its person', () => {
  beforeEach(() => void known.rights.set(sub, 3));

  test.each([0, 1, 2])('with rv %d of 3 is to be renewed', async (rv) => {
    expect(await desk(of(rv, ['support']))).toBe('401 renew_required');
    expect(await desk(of(rv, ['support']), 'POST')).toBe('401 renew_required');
  });

  test.each([3, 4, Number.MAX_SAFE_INTEGER])('with rv %d of 3 is of now', async (rv) => {
    expect(await desk(of(rv, ['support']))).toBe(`200 ${sub}`);
  });

  test('is to be renewed where no role is asked for as well: what it says of its person is old', async () => {
    const headers = { authorization: `Bearer ${of(2)}` };
    expect(await bank.ask({ headers })).toBe('401 renew_required');
    expect(await bank.ask({ url: '/logout', method: 'POST', headers })).toBe(`201 ${sub}`);
  });

  test('is told so before it is told that it lacks a role: the newer one may have it', async () => {
    expect(await desk(of(2))).toBe('401 renew_required');
    expect(await desk(of(3))).toBe('403 role_missing');
  });

  test('is told first of its time and of its session, which no renewal brings back', async () => {
    const iat = now() - 1_000;
    expect(await desk(of(2, [], { iat, exp: iat + 900, auth_time: iat }))).toBe('401 token_expired');
    known.ended.add(sid);
    expect(await desk(of(2))).toBe('401 session_ended');
  });

  test('is of its own person: the rights of another make nobody stale', async () => {
    expect(await desk(of(0, ['support'], { sub: randomUUID() }))).toMatch(/^200/);
  });

  test('is not one of version 1, which has no rights: a newer one would tell no more', async () => {
    const text = token({ sub, ver: 1 });
    expect(await bank.ask({ headers: { authorization: `Bearer ${text}` } })).toBe(`200 ${sub}`);
    expect(await desk(text)).toBe('403 role_missing');
  });
});

// The bank's rows outrank every token, one signed with another service's copy of the secret among them.
test.each([
  ['in_force', '201 sub', '403 role_missing'],
  ['session_ended', '401 session_ended', '401 session_ended'],
  ['rights_changed', '401 renew_required', '401 renew_required'],
  ['rights_forged', '401 token_invalid rights_forged', '401 token_invalid rights_forged'],
] as const)(
  'where the rows say %s, a sensitive route answers %s, and without the role %s',
  async (rows, has, lacks) => {
    known.rows = rows;
    expect((await desk(of(3, ['support']), 'POST')).replace(sub, 'sub')).toBe(has);
    expect(await desk(of(3), 'POST')).toBe(lacks);
  },
);
