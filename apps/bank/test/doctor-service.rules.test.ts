import { describe, expect, test } from '@jest/globals';
import { readArguments } from '../src/commands/doctor/arguments.rules.js';
import type { Finding } from '../src/commands/doctor/finding.rules.js';
import type { ReadyChecks } from '../src/commands/doctor/service-facts.contract.js';
import {
  accessFindings,
  clockFindings,
  proxyFindings,
  readinessFindings,
  tlsFindings,
} from '../src/commands/doctor/service.rules.js';
import { DAY, detail, facts, look, NOW, wrongOf } from './doctor-facts.js';

const DISGUISE = '192.0.2.77';

describe('the command line', () => {
  test.each([
    [['--bank', 'https://a.example/x'], { bank: 'https://a.example' }],
    [
      ['--bank=http://127.0.0.1:3001', '--json', '--pension', 'https://p.example'],
      { bank: 'http://127.0.0.1:3001', pension: 'https://p.example' },
    ],
  ])('names services by %j', (argv, places) => {
    const read = readArguments(argv);
    if (typeof read === 'string') throw new Error(read);
    expect(Object.fromEntries([...read.places].map(([id, { origin }]) => [id, origin]))).toEqual(places);
  });

  test.each([
    [['--retirement', 'https://r.example'], '--bank URL is missing'],
    [['--bank'], '--bank names no URL'],
    [['--bank', 'bank.example.com'], 'bank.example.com is not a URL'],
    [['--bank', 'https://a.example', '--bank', 'https://b.example'], '--bank is there twice'],
    [['https://a.example'], 'https://a.example is not of the form --SERVICE URL'],
    [['--bank', 'https://a.example', '--Json', 'x'], '--Json is not of the form'],
  ])('%j is refused', (argv, words) => {
    expect(readArguments(argv)).toContain(words);
  });
});

describe('one service', () => {
  test.each<[string, Finding[], string[]]>([
    ['a good certificate', tlsFindings(facts('bank', [look()]), NOW), []],
    [
      'a certificate that ends in 10 days at one replica',
      tlsFindings(facts('bank', [look(), look({}, { certifiedUntil: NOW + 10.5 * DAY })]), NOW),
      ['warning TLS: the certificate ends in 10 days'],
    ],
    [
      'a certificate that ends tomorrow',
      tlsFindings(facts('bank', [look({}, { certifiedUntil: NOW + DAY })]), NOW),
      ['error TLS: the certificate ends in 1 days'],
    ],
    [
      'no Strict-Transport-Security',
      tlsFindings(facts('bank', [look({}, { hasHsts: false })]), NOW),
      ['warning TLS: Strict-Transport-Security does not arrive'],
    ],
    [
      'plain http',
      tlsFindings(facts('bank', [look()], { url: new URL('http://bank.example.com') }), NOW),
      ['error TLS: http://bank.example.com is plain http: cookies of a login are not kept there'],
    ],
    [
      'plain http on this machine',
      tlsFindings(facts('bank', [look()], { url: new URL('http://bank.demo.localhost:1') }), NOW),
      [],
    ],
    ['a clock within what Date tells', clockFindings(facts('bank', [look({}, { clockOffset: -3.4 })])), []],
    [
      'a clock that is off',
      clockFindings(facts('bank', [look(), look({}, { clockOffset: -5.5 })])),
      ["warning clock: differs from this machine's by 5.0 s"],
    ],
    [
      "a database's clock that is far off",
      clockFindings(facts('bank', [look({ database: detail({ offsetSeconds: -299 }) })])),
      ["error database's clock: differs from the service's by 299.0 s"],
    ],
    [
      'a standby',
      readinessFindings(
        facts('bank', [
          look(
            { database: { ok: false, detail: { state: 'read_only', host: 'db2:5432' } } },
            {
              ready: {
                status: 'not_ready',
                checks: {
                  database: { ok: false, detail: { state: 'read_only', host: 'db2:5432' } },
                } as unknown as ReadyChecks,
              },
            },
          ),
        ]),
      ),
      [
        'error readiness: is not ready',
        'error database: the server at db2:5432 takes no writes: a standby, or a demoted primary',
      ],
    ],
    [
      'a database that is away',
      readinessFindings(
        facts('bank', [look({ database: { ok: false, detail: { state: 'unreachable', warning: 'no route' } } })]),
      ),
      ['error database: cannot be used: no route'],
    ],
    [
      'a superuser',
      readinessFindings(
        facts('bank', [look({ database: detail({ role: { name: 'postgres', ownsTables: true, superuser: true } }) })]),
      ),
      ['error database: the role postgres is a superuser'],
    ],
    [
      'an owner, a pooler, pending migrations, a broken key file and a full disk',
      readinessFindings(
        facts('bank', [
          look({
            database: detail({ listen: 'polling', role: { name: 'bank', ownsTables: true, superuser: false } }),
            migrations: detail({ pending: 2 }),
            keys: detail({ fault: 'no JSON' }),
            log: detail({ fault: 'ENOSPC' }),
          }),
        ]),
      ),
      [
        'warning database: the role bank owns the tables',
        'warning database: its notifications do not arrive, as behind a pooler: a logout counts up to 1 s later',
        'error database: 2 migrations are pending',
        'error keys: the key file is not accepted: no JSON',
        'error log: cannot be written: ENOSPC',
      ],
    ],
    [
      'a feed that was never read',
      readinessFindings(facts('retirement', [look({ revocations: detail({ feedAge: null, lastFault: 'x' }) })])),
      ['error feed: never heard of logouts: sensitive calls are refused'],
    ],
    [
      'a feed that is late',
      readinessFindings(facts('retirement', [look({ revocations: detail({ feedAge: 13 }) })])),
      ['warning feed: nothing heard of logouts for 13.0 s'],
    ],
    ["the bank's own feed", readinessFindings(facts('bank', [look({ revocations: detail({}) })])), []],
    [
      'no details',
      accessFindings(facts('bank', [look({}, { ready: { status: 'ready' } })])),
      ['warning access: shows no details: database, keys, feed, proxies and addresses were not looked at'],
    ],
  ])('%s', (_, findings, wrong) => {
    expect(wrongOf(findings)).toEqual(wrong);
    expect(findings.filter(({ level, fix }) => level !== 'ok' && fix === undefined)).toEqual([]);
  });
});

describe('the proxies in front', () => {
  const arrived = (hops: number, forwardedFor: string | null, address: string): string[] => {
    const checks = { process: detail({ trustedProxyHops: hops }) };
    const disguised = look(checks, { ready: { status: 'ready', request: { address, forwardedFor } } });
    return wrongOf(proxyFindings(facts('bank', [look(checks)], { disguised }), DISGUISE));
  };

  test.each<[string, number, string | null, string, string[]]>([
    ['one that appends, trusted', 1, `${DISGUISE}, 10.0.0.9`, '10.0.0.9', []],
    ['one that writes it itself, trusted', 1, '10.0.0.9', '10.0.0.9', []],
    ['none, none trusted', 0, DISGUISE, '10.0.0.9', []],
    [
      'two, one trusted',
      1,
      `${DISGUISE}, 10.0.0.9, 10.1.0.1`,
      '10.1.0.1',
      [
        'error proxies: 2 proxies name the client, TRUSTED_PROXY_HOPS=1: all clients share an address, and its throttle',
      ],
    ],
    [
      'none, one trusted',
      1,
      DISGUISE,
      DISGUISE,
      ['error proxies: TRUSTED_PROXY_HOPS=1, and 0 proxies name the client: anyone may claim any address'],
    ],
    [
      'one, two trusted',
      2,
      `${DISGUISE}, 10.0.0.9`,
      DISGUISE,
      ['error proxies: TRUSTED_PROXY_HOPS=2, and 1 proxies name the client: anyone may claim any address'],
    ],
  ])('%s', (_, hops, forwardedFor, address, wrong) => {
    expect(arrived(hops, forwardedFor, address)).toEqual(wrong);
  });
});
