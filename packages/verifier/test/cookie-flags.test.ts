import { describe, expect, test } from '@jest/globals';
import {
  ACCESS_COOKIE,
  accessCookie,
  clearedSessionCookies,
  HINT_COOKIE,
  hintCookie,
  REFRESH_COOKIE,
} from '../src/transport/session-cookies.js';
import { token } from '@latchkey/testing/tokens';

const scope = { SSO_COOKIE_DOMAIN: 'demo.localhost' };

test('the names are those that browsers give a meaning to', () => {
  expect([ACCESS_COOKIE, REFRESH_COOKIE, HINT_COOKIE]).toEqual([
    '__Secure-latchkey',
    '__Host-latchkey-refresh',
    'latchkey-hint',
  ]);
});

test('the access cookie is out of reach of scripts and of other sites', () => {
  expect(accessCookie(scope, 'a.b.c', 43_200)).toBe(
    '__Secure-latchkey=a.b.c; Domain=demo.localhost; Path=/; Max-Age=43200; Secure; HttpOnly; SameSite=Lax',
  );
});

test('the hint is 8 random bytes, readable by scripts, new each time', () => {
  const hints = Array.from({ length: 100 }, () => hintCookie(scope, 60));
  expect(hints[0]).toMatch(
    /^latchkey-hint=[\w-]{11}; Domain=demo\.localhost; Path=\/; Max-Age=60; Secure; SameSite=Lax$/,
  );
  expect(new Set(hints).size).toBe(100);
});

test('logout leaves no cookie of the session', () => {
  expect(clearedSessionCookies(scope)).toEqual([
    '__Secure-latchkey=; Domain=demo.localhost; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax',
    'latchkey-hint=; Domain=demo.localhost; Path=/; Max-Age=0; Secure; SameSite=Lax',
  ]);
});

describe('Max-Age', () => {
  test('is whole seconds and never below zero, whatever is left of a session', () => {
    expect(accessCookie(scope, 't', 12.9)).toContain('Max-Age=12;');
    expect(hintCookie(scope, -5)).toContain('Max-Age=0;');
    expect(accessCookie(scope, 't', Number.NaN)).toContain('Max-Age=0;');
  });
});

test('the access cookie stays under 1 KB for the longest name and eight services', () => {
  const aud = Array.from({ length: 8 }, (_, i) => `service-number-${i}`);
  const text = token({ aud, preferred_username: 'x'.repeat(64), iss: 'https://bank.a-rather-long-name.example.com' });
  expect(accessCookie({ SSO_COOKIE_DOMAIN: 'a-rather-long-name.example.com' }, text, 43_200).length).toBeLessThan(1024);
});
