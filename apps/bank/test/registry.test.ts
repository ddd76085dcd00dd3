import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ConfigError, loadConfig } from '@latchkey/service';
import { testEnvironment } from '@latchkey/testing';
import { bankConfig } from '../src/bank.config.js';
import { startBank } from './bank.js';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-registry-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bank = { id: 'bank', name: 'Bank', url: 'http://bank.demo.localhost:3001' };
const retirement = { id: 'retirement', name: 'Retirement', url: 'http://retirement.demo.localhost:3002' };

function errorsOf(content: string, env: NodeJS.ProcessEnv = {}): string[] {
  const SSO_REGISTRY_FILE = join(folder, 'registry.json');
  writeFileSync(SSO_REGISTRY_FILE, content);
  try {
    loadConfig(bankConfig, testEnvironment('bank', 'postgres://bank@127.0.0.1/bank', { SSO_REGISTRY_FILE, ...env }));
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.errors.map(({ name, problem }) => `${name} ${problem}`);
  }
}

describe('a registry', () => {
  test.each([
    ['that names bank and retirement', [bank, retirement], []],
    ['whose url ends in a slash', [{ ...bank, url: `${bank.url}/` }], []],
    ['without the bank', [retirement], ['does not name the bank itself (id "bank")']],
    [
      'with an id twice',
      [bank, retirement, { ...retirement, url: 'http://r2.demo.localhost' }],
      ['names retirement twice'],
    ],
    ['with a url twice', [bank, { ...retirement, url: bank.url }], [`names ${bank.url} twice`]],
    [
      'with a path in a url',
      [bank, { ...retirement, url: `${retirement.url}/x` }],
      ['gives retirement a url with more than'],
    ],
    [
      'with a password in a url',
      [bank, { ...retirement, url: 'http://a:b@r.demo.localhost' }],
      ['gives retirement a url with'],
    ],
    [
      'with a url outside the cookie domain',
      [bank, { ...retirement, url: 'https://example.org' }],
      ['outside SSO_COOKIE_DOMAIN'],
    ],
    [
      'with http where others can listen',
      [bank, { ...retirement, url: 'http://example.org' }],
      ['an http url, and it is not'],
    ],
    [
      'with another url for the bank',
      [{ ...bank, url: 'http://b.demo.localhost' }],
      ['another url than its PUBLIC_URL'],
    ],
    ['with a url that is none', [bank, { ...retirement, url: 'retirement' }], ['is not a list of services: 1.url']],
    [
      'with a script for a url',
      [bank, { ...retirement, url: 'javascript:alert(1)' }],
      ['is not a list of services: 1.url'],
    ],
    ['with an id in capitals', [bank, { ...retirement, id: 'Retirement' }], ['is not a list of services: 1.id']],
    ['without a name', [{ ...bank, name: '' }], ['is not a list of services: 0.name']],
    ['with a member that nobody reads', [{ ...bank, secret: 'x' }], ['is not a list of services: 0']],
    [
      'with roles that services declare',
      [
        { ...bank, roles: ['support'] },
        { ...retirement, roles: [] },
      ],
      [],
    ],
    ['with a role that no token names', [{ ...bank, roles: ['Support'] }], ['is not a list of services: 0.roles.0']],
    ['with a role that is no list', [{ ...bank, roles: 'support' }], ['is not a list of services: 0.roles']],
    ['that is empty', [], ['is not a list of services']],
    ['that is no list', { bank }, ['is not a list of services: the whole']],
  ])('%s', (_, content, problems) => {
    const faults = errorsOf(JSON.stringify(content));
    expect(faults).toEqual(problems.map((problem) => expect.stringContaining(`${problem}`)));
    for (const fault of faults) expect(fault).toMatch(/^SSO_REGISTRY_FILE /);
  });

  test('that is not JSON', () => {
    expect(errorsOf('[{"id":')).toEqual(['SSO_REGISTRY_FILE is not JSON']);
    expect(errorsOf('\ufeff[]')[0]).toMatch(/^SSO_REGISTRY_FILE begins with a byte order mark/);
  });

  test('that is missing is said together with every other fault', () => {
    const faults = errorsOf('[]', {
      SSO_REGISTRY_FILE: '/nowhere/registry.json',
      PASSWORD_COST: '4',
      THROTTLE_ACCOUNT: '-1',
    });
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([
      'PASSWORD_COST',
      'SSO_REGISTRY_FILE',
      'THROTTLE_ACCOUNT',
    ]);
  });

  test('is public, cacheable for a short time, and says id, name and url', async () => {
    const service = await startBank();
    try {
      const { body, headers } = await service.request.get('/.well-known/latchkey/services').expect(200);
      expect(body).toEqual({ services: [bank, retirement] });
      expect(headers['cache-control']).toBe('public, max-age=60');
    } finally {
      await service.close();
    }
  });
});

test.each(['9', '15', '12.5', 'high', '0x0c'])('PASSWORD_COST=%s is refused', (cost) => {
  expect(errorsOf(JSON.stringify([bank]), { PASSWORD_COST: cost })).toEqual([expect.stringMatching(/^PASSWORD_COST /)]);
});
