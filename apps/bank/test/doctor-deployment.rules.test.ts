import { describe, expect, test } from '@jest/globals';
import { addressFindings, keyFindings, releaseFindings } from '../src/commands/doctor/deployment.rules.js';
import type { Finding } from '../src/commands/doctor/finding.rules.js';
import type { ServiceFacts } from '../src/commands/doctor/service-facts.contract.js';
import { detail, facts, look, wrongOf } from './doctor-facts.js';

describe('the deployment', () => {
  const described = (id: string, more: { version?: string; domain?: string; issuer?: string; at?: string } = {}) => {
    const {
      version = '0.2.0',
      domain = 'example.com',
      issuer = 'https://bank.example.com',
      at = `https://${id}.example.com`,
    } = more;
    const checks = {
      process: detail({ version, publicUrl: at, trustedProxyHops: 1 }),
      sso: detail({ issuer, cookieDomain: domain }),
    };
    return facts(id, [look(checks)]);
  };
  const listed = ['bank', 'retirement'].map((id) => ({ id, url: `https://${id}.example.com` }));

  test.each<[string, Finding[], string[]]>([
    ['in order', addressFindings([described('bank'), described('retirement')], listed), []],
    [
      'of two releases',
      releaseFindings([described('bank'), described('retirement', { version: '0.1.0' })]),
      ['warning release: is of release 0.2.0, not all are', 'warning release: is of release 0.1.0, not all are'],
    ],
    [
      'with two cookie domains',
      addressFindings([described('bank'), described('retirement', { domain: 'retirement.example.com' })], listed),
      [
        'error cookie domain: is example.com, among services it is example.com, retirement.example.com: a login is not seen everywhere',
        'error cookie domain: is retirement.example.com, among services it is example.com, retirement.example.com: a login is not seen everywhere',
      ],
    ],
    [
      'where a service waits for another bank',
      addressFindings([described('bank'), described('retirement', { issuer: 'https://old.example.com' })], listed),
      ['error issuer: expects tokens of https://old.example.com, the bank is https://bank.example.com'],
    ],
    [
      'where a service is listed elsewhere',
      addressFindings([described('bank'), described('retirement', { at: 'https://r.example.com' })], listed),
      ['error registry: is listed at https://retirement.example.com, and calls itself https://r.example.com'],
    ],
    [
      'where a service is not listed',
      addressFindings([described('bank'), described('pension')], listed),
      ['error registry: is not listed: no token is for it'],
    ],
    [
      'whose bank lists nothing',
      addressFindings([described('bank')], undefined),
      ['error registry: the bank does not list its services'],
    ],
  ])('%s', (_, findings, wrong) => {
    expect(wrongOf(findings)).toEqual(wrong);
  });

  const withKeys = (
    id: string,
    replicas: { thumbprints: string[]; signing?: string }[],
    fault?: string,
  ): ServiceFacts => ({
    ...facts(id, []),
    keys: {
      service: id,
      url: '',
      replicas: replicas.map(({ thumbprints, signing = null }, index) => ({
        instance: `${id}-${index}`,
        thumbprints,
        signing,
        fault: null,
        feedAge: 0,
        seenAt: '',
      })),
      fault,
    },
  });

  test.each<[string, ServiceFacts[], string[]]>([
    [
      'one key everywhere',
      [withKeys('bank', [{ thumbprints: ['a'], signing: 'a' }]), withKeys('retirement', [{ thumbprints: ['a'] }])],
      [],
    ],
    [
      'a replica without the key that signs',
      [
        withKeys('bank', [{ thumbprints: ['a', 'b'], signing: 'b' }]),
        withKeys('retirement', [{ thumbprints: ['a', 'b'] }, { thumbprints: ['a'] }]),
      ],
      ['error keys: replicas lack the key that signs: retirement-1'],
    ],
    [
      'a rotation that has begun',
      [withKeys('bank', [{ thumbprints: ['a', 'b'], signing: 'a' }]), withKeys('retirement', [{ thumbprints: ['a'] }])],
      ['warning keys: replicas lack a key that others have: retirement-0'],
    ],
    ['no answer', [withKeys('retirement', [], 'cannot be reached: x')], ['warning keys: cannot be reached: x']],
  ])('with %s', (_, all, wrong) => {
    expect(wrongOf(keyFindings(all))).toEqual(wrong);
  });
});
