import { describe, expect, test } from '@jest/globals';
import { csrfReason } from '../src/csrf/csrf.rules.js';

const OWN = 'http://retirement.demo.localhost:3002';
const BANK = 'http://bank.demo.localhost:3001';
const EVIL = 'http://evil.example';

// fetchSite, origin, verdict on a route of its own site, verdict on a route for pages of the registry
const table: [string | undefined, string | undefined, string, string][] = [
  ['same-origin', OWN, 'counts', 'counts'],
  ['same-origin', undefined, 'counts', 'counts'],
  ['same-site', BANK, 'csrf_foreign_origin', 'counts'],
  ['same-site', EVIL, 'csrf_foreign_origin', 'csrf_foreign_origin'],
  ['same-site', `${BANK}/`, 'csrf_foreign_origin', 'csrf_foreign_origin'],
  ['same-site', `${BANK}.evil.example`, 'csrf_foreign_origin', 'csrf_foreign_origin'],
  ['same-site', 'http://bank.demo.localhost', 'csrf_foreign_origin', 'csrf_foreign_origin'],
  ['same-site', 'https://bank.demo.localhost:3001', 'csrf_foreign_origin', 'csrf_foreign_origin'],
  ['same-site', 'null', 'csrf_foreign_origin', 'csrf_foreign_origin'],
  ['same-site', undefined, 'csrf_foreign_origin', 'csrf_foreign_origin'],
  ['cross-site', OWN, 'csrf_cross_site', 'csrf_cross_site'],
  ['cross-site', BANK, 'csrf_cross_site', 'csrf_cross_site'],
  ['cross-site', EVIL, 'csrf_cross_site', 'csrf_cross_site'],
  ['cross-site', undefined, 'csrf_cross_site', 'csrf_cross_site'],
  ['none', OWN, 'csrf_cross_site', 'csrf_cross_site'],
  ['none', undefined, 'csrf_cross_site', 'csrf_cross_site'],
  ['', OWN, 'csrf_cross_site', 'csrf_cross_site'],
  ['Same-Origin', OWN, 'csrf_cross_site', 'csrf_cross_site'],
  ['same-origin, cross-site', OWN, 'csrf_cross_site', 'csrf_cross_site'],
  ['same-origin, same-origin', OWN, 'csrf_cross_site', 'csrf_cross_site'],
  [undefined, OWN, 'counts', 'counts'],
  [undefined, BANK, 'csrf_foreign_origin', 'counts'],
  [undefined, EVIL, 'csrf_foreign_origin', 'csrf_foreign_origin'],
  [undefined, OWN.toUpperCase(), 'csrf_foreign_origin', 'csrf_foreign_origin'],
  [undefined, `${OWN}, ${OWN}`, 'csrf_foreign_origin', 'csrf_foreign_origin'],
  [undefined, 'null', 'csrf_foreign_origin', 'csrf_foreign_origin'],
  [undefined, '', 'csrf_foreign_origin', 'csrf_foreign_origin'],
  [undefined, undefined, 'csrf_no_evidence', 'csrf_no_evidence'],
];

const verdict = (method: string, fetchSite?: string, origin?: string, sameSiteOrigins: string[] = []): string =>
  csrfReason({ method, fetchSite, origin, ownOrigin: OWN, sameSiteOrigins }) ?? 'counts';

describe.each(['POST', 'PUT', 'PATCH', 'DELETE', 'post', 'QUERY', ''])('the cookie of a %s', (method) => {
  test.each(table)(
    'sec-fetch-site %j, origin %j: %s on its own, %s for the registry',
    (fetchSite, origin, own, shared) => {
      expect(verdict(method, fetchSite, origin)).toBe(own);
      expect(verdict(method, fetchSite, origin, [OWN, BANK])).toBe(shared);
    },
  );
});

describe.each(['GET', 'HEAD', 'OPTIONS'])('the cookie of a %s', (method) => {
  test.each(table)('sec-fetch-site %j, origin %j counts, because nothing is changed', (fetchSite, origin) => {
    expect(verdict(method, fetchSite, origin)).toBe('counts');
  });
});
