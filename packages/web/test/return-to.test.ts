import { describe, expect, test } from '@jest/globals';
import { asReturnTo, decideReturn } from '../src/session/return-to.rules.js';

const OWN = 'https://bank.example';
const SERVICES = ['https://bank.example', 'https://retirement.example', 'http://dev.example:3002'];
const decide = (returnTo: unknown) => decideReturn(returnTo, OWN, SERVICES);

describe('a login leads', () => {
  test.each([[undefined], ['']])('home when nothing was asked for: %j', (returnTo) => {
    expect(decide(returnTo)).toEqual({ kind: 'home' });
  });

  test.each([
    ['/security', '/security'],
    ['/a?b=c#d', '/a?b=c#d'],
    ['/a/../b', '/b'],
    ['https://bank.example/security', '/security'],
    ['/?next=//evil.example', '/?next=//evil.example'],
  ])('to the path %s of this site', (returnTo, path) => {
    expect(decide(returnTo)).toEqual({ kind: 'path', path });
  });

  test.each([['/login'], ['/login?return_to=/login'], ['/register'], ['https://bank.example/login']])(
    'home instead of back to the login page: %s',
    (returnTo) => {
      expect(decide(returnTo)).toEqual({ kind: 'home' });
    },
  );

  test.each([
    ['https://retirement.example/plan?x=1#y', 'https://retirement.example'],
    ['http://dev.example:3002/', 'http://dev.example:3002'],
    ['HTTPS://RETIREMENT.example:443/', 'https://retirement.example'],
  ])('to a service of the registry: %s', (returnTo, origin) => {
    expect(decide(returnTo)).toEqual({ kind: 'service', url: new URL(returnTo).href, origin });
  });

  test.each([
    ['https://evil.example/'],
    ['https://retirement.example.evil.example/'],
    ['https://retirement.example@evil.example/'],
    ['https://ada:secret@retirement.example/'],
    ['https://retirement.example:8443/'],
    ['http://retirement.example/'],
    ['https://bank.example:8443/'],
    ['http://bank.example/'],
    ['//evil.example'],
    ['/\\evil.example'],
    ['\\\\evil.example'],
    ['/\t/evil.example'],
    ['/%09/evil.example/..//\\evil.example'],
    ['/..//evil.example'],
    ['/.//evil.example'],
    ['https:evil.example'],
    ['https:/\\evil.example'],
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    ['blob:https://bank.example/1'],
    ['security'],
    [' /security'],
    ['/sécurité'],
    ['https://retirement.example//evil.example'],
    [`/${'a'.repeat(2048)}`],
    [['/a', '/b']],
    [1],
  ])('nowhere else: %j', (returnTo) => {
    expect(decide(returnTo)).toEqual({ kind: 'refused' });
  });
});

test.each([
  ['https://retirement.example/plan?x=\\é|#\\ "'],
  ['https://retirement.example/%5C?a=%20'],
  [`https://retirement.example/${'a'.repeat(3000)}`],
])('a page always gives an address that the login takes: %.60s', (here) => {
  expect(decide(asReturnTo(new URL(here)))).toMatchObject({ kind: 'service', origin: 'https://retirement.example' });
});
