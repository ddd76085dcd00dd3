import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { askIssuer } from '../src/session/current-session.client.js';
import { createCurrentCheck, type CurrentVerdict } from '../src/session/current-session.js';
import type { RenewalOutcome } from '../src/session/renewal.client.js';

const realFetch = globalThis.fetch;
let bank: (sid: string | null) => Response | Promise<Response>;
let asked: string[];
let renewal: RenewalOutcome['kind'];
let done: string[];
let isShown: boolean;
let check: (sid: string) => Promise<CurrentVerdict>;

beforeEach(() => {
  [asked, done, renewal, isShown] = [[], [], 'renewed', true];
  bank = (sid) => Response.json({ current: sid === 'own' });
  globalThis.fetch = async (where) => {
    const url = new URL(where as URL);
    asked.push(url.origin + url.pathname);
    return bank(url.searchParams.get('sid'));
  };
  const verdict = createCurrentCheck(
    askIssuer(new URL('http://bank.demo.localhost:3001')),
    async () => (done.push('renew'), { kind: renewal } as RenewalOutcome),
    () => void done.push('hide'),
  );
  check = (sid) => verdict(sid, () => isShown);
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

describe('a page of a service that a planted access cookie opened', () => {
  test('keeps the session that is its own browser’s', async () => {
    expect([await check('own'), done]).toEqual(['stay', []]);
    expect(asked).toEqual(['http://bank.demo.localhost:3001/api/refresh']);
  });

  test('hides somebody else’s, and loads its own once a renewal brought it back', async () => {
    expect([await check('planted'), done]).toEqual(['reload', ['hide', 'renew']]);
    expect(await check('own')).toBe('stay');
  });

  test.each(['refused', 'unavailable'] as const)('leaves where its own cannot be renewed (%s)', async (kind) => {
    renewal = kind;
    expect([await check('planted'), done]).toEqual(['leave', ['hide', 'renew']]);
  });

  test('does not go round where renewing does not help', async () => {
    await check('planted');
    expect([await check('planted'), done]).toEqual(['leave', ['hide', 'renew']]);
  });

  test('does nothing about what is no longer shown', async () => {
    isShown = false;
    expect([await check('planted'), done]).toEqual(['stay', []]);
  });

  test.each([
    ['dead', () => Promise.reject(new TypeError('fetch failed'))],
    ['failing', () => new Response('', { status: 503 })],
    ['of a release that is not asked yet', () => Response.json({ code: 'not_found' }, { status: 404 })],
  ] as [string, typeof bank][])('goes on while the bank is %s', async (_, answer) => {
    bank = answer;
    expect([await check('own'), done]).toEqual(['stay', []]);
  });
});
