import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { RevokedSessions, type TokenStanding } from '@latchkey/verifier';
import { startApp, type AppUnderTest } from './support/app.js';
import { now, token } from '@latchkey/testing/tokens';

class Known extends RevokedSessions {
  revoked = new Set<string>();
  feedAge = 0;
  ahead = 0;
  alive = true;
  asked: string[] = [];

  has(sid: string): boolean {
    return this.revoked.has(sid);
  }

  rightsOf(): number | undefined {
    return undefined;
  }

  age(): number {
    return this.feedAge;
  }

  clockAhead(): number {
    return this.ahead;
  }

  onNews(): void {}

  override async standing(claims: AccessTokenClaims): Promise<TokenStanding> {
    this.asked.push(claims.sid);
    return this.alive ? 'in_force' : 'session_ended';
  }
}

const known = new Known();
let stack: AppUnderTest;
beforeAll(async () => void (stack = await startApp({}, { isIssuer: true }, known)));
afterAll(() => stack?.app.close());
beforeEach(() => void Object.assign(known, { revoked: new Set(), feedAge: 0, ahead: 0, alive: true, asked: [] }));

const aged = (age: number, claims: object = {}): string => {
  const iat = now() - age;
  return token({ iat, exp: iat + 900, auth_time: iat, ...claims });
};
const ask = (method: 'GET' | 'HEAD' | 'POST', url: string, text: string): Promise<string> =>
  stack.ask({ method, url, headers: { authorization: `Bearer ${text}` } });

describe('with a feed that is cut', () => {
  beforeEach(() => void (known.feedAge = Infinity));

  test('reading goes on for the whole life of a token', async () => {
    expect(await ask('GET', '/me', aged(890))).toMatch(/^200/);
  });

  test('writing asks for a token of the last 300 seconds', async () => {
    expect(await ask('POST', '/me', aged(280))).toMatch(/^201/);
    expect(await ask('POST', '/me', aged(302))).toBe('401 renew_required');
  });

  test('a sensitive call asks for a token of the last 15 seconds', async () => {
    expect(await ask('POST', '/sensitive', aged(3))).toMatch(/^201/);
    expect(await ask('POST', '/sensitive', aged(17))).toBe('401 renew_required');
  });

  test('a route may say what it bears', async () => {
    expect(await ask('GET', '/minute', aged(40))).toMatch(/^200/);
    expect(await ask('GET', '/minute', aged(62))).toBe('401 renew_required');
  });

  test('a logout is never too stale', async () => {
    expect(await ask('POST', '/logout', aged(5000))).toMatch(/^201/);
  });

  test('a clock far ahead of the bank is named as what it is, once renewing no longer helps', async () => {
    known.ahead = 61;
    expect(await ask('POST', '/sensitive', aged(161))).toBe('401 renew_required');
    expect(await ask('POST', '/sensitive', aged(63))).toBe('401 clock_skew our_clock_ahead');
    expect(await ask('GET', '/me', aged(63))).toMatch(/^200/);
  });
});

describe('with a feed that lives', () => {
  test('an old token does for everything', async () => {
    known.feedAge = 14;
    for (const [method, url] of [
      ['GET', '/me'],
      ['POST', '/me'],
      ['POST', '/sensitive'],
      ['GET', '/minute'],
    ] as const) {
      expect(await ask(method, url, aged(890))).toMatch(/^20/);
    }
  });

  test('a revoked session is over, whatever the age of its token', async () => {
    const sid = randomUUID();
    known.revoked.add(sid);
    expect(await ask('GET', '/me', aged(0, { sid }))).toBe('401 session_ended');
    expect(await ask('POST', '/logout', aged(0, { sid }))).toMatch(/^201/);
  });
});

describe('a sensitive route', () => {
  test('reads the session itself, where that can be done', async () => {
    const sid = randomUUID();
    expect(await ask('POST', '/sensitive', aged(1, { sid }))).toMatch(/^201/);
    expect(known.asked).toEqual([sid]);
    known.alive = false;
    expect(await ask('POST', '/sensitive', aged(1, { sid }))).toBe('401 session_ended');
  });

  test('is the only kind that costs that', async () => {
    await ask('GET', '/me', aged(1));
    await ask('POST', '/me', aged(1));
    expect(known.asked).toEqual([]);
  });
});

test('a clock behind the bank by 10 seconds changes nothing, one by more than a minute is named', async () => {
  expect(await ask('GET', '/me', aged(-10))).toMatch(/^200/);
  expect(await ask('POST', '/sensitive', aged(-10))).toMatch(/^201/);
  expect(await ask('GET', '/me', aged(-90))).toBe('401 clock_skew issued_in_future');
});
