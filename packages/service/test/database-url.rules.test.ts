import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { parseDatabaseUrl } from '../src/config/database-url.js';
import { ConfigError, loadConfig } from '../src/index.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demoConfig } from './demo/demo-service.js';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-url-'));
afterAll(() => rmSync(folder, { recursive: true }));
const noPem = join(folder, 'text');
writeFileSync(noPem, 'hunter2');
const noCertificate = join(folder, 'empty.pem');
writeFileSync(noCertificate, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');

function errorsOf(url: string): string[] {
  try {
    loadConfig(demoConfig, demoEnvironment({ DATABASE_URL: url }));
  } catch (error) {
    if (error instanceof ConfigError) return error.errors.map(({ name, problem, fix }) => `${name} ${problem}. ${fix}`);
    throw error;
  }
  return [];
}

describe('the URL of a database is refused by name, with its fix and without the password', () => {
  test.each([
    ['nothing of a URL', 'hunter2', 'is not a PostgreSQL URL'],
    ['another scheme', 'mysql://u:hunter2@h/d', 'is not a PostgreSQL URL'],
    ['nothing behind the scheme', 'postgres://', 'is not a PostgreSQL URL'],
    ['a bare %', 'postgres://u:100%sure-hunter2@h/d', 'has a % that begins no percent-encoding'],
    ['a % at the end', 'postgres://u:hunter2%@h/d', 'has a % that begins no percent-encoding'],
    ['bytes that are no UTF-8', 'postgres://u:hunter2%FF@h/d', 'is not UTF-8 once its percent-encoding is undone'],
    ['a space', 'postgres://u:hunter2 x@h/d', 'contains white space'],
    ['a line end', 'postgres://u:hunter2@h/d\n', 'ends with a line end'],
    ['a #', 'postgres://u:hunter2#x@h/d', 'has a # in it'],
    ['a / in the password', 'postgres://u:hunter2/x@h/d', 'has an @ behind the first / or ?'],
    ['a ? in the password', 'postgres://u:12?hunter2@h/d', 'has an @ behind the first / or ?'],
    ['a port that is none', 'postgres://u:hunter2@h:port/d', 'has no host and port that can be read'],
    ['a port above the last', 'postgres://u:hunter2@h:65536/d', 'has no host and port that can be read'],
    ['port 0', 'postgres://u:hunter2@h:0/d', 'has port 0'],
    ['the same host twice', 'postgres://u:hunter2@a,b,a:5432/d', 'names the same host and port twice'],
    ['several hosts, one of them empty', 'postgres://u:hunter2@a,,b/d', 'names no host'],
    ['several hosts, one with port 0', 'postgres://u:hunter2@a:1,b:0/d', 'has port 0'],
    [
      'several hosts, one with no port behind the colon',
      'postgres://u:hunter2@a:1,b:x/d',
      'has no host and port that can be read',
    ],
    ['an IPv6 address without brackets', 'postgres://u:hunter2@::1,::2/d', 'has no host and port that can be read'],
    ['more hosts than ports', 'postgres://u:hunter2@/d?host=a,b,c&port=1,2', 'has a port that cannot be used'],
    [
      'several hosts in clear, the first on this machine',
      'postgres://u:hunter2@localhost,b.example/d',
      'is a connection in clear to another host (b.example)',
    ],
    ['no user', 'postgres://h/d', 'names no user'],
    ['no host', 'postgres://u:hunter2@/d', 'names no host'],
    ['no database', 'postgres://u:hunter2@h:5432', 'names no database'],
    ['no database behind the /', 'postgres://u:hunter2@h/', 'names no database'],
    ['more than a database', 'postgres://u:hunter2@h/d/e', 'has more than a database name behind the host'],
    ['an unknown parameter', 'postgres://u:hunter2@h/d?schema=public', 'has the unknown parameter schema'],
    ['an unknown sslmode', 'postgres://u:hunter2@h/d?sslmode=on', 'has a sslmode that cannot be used'],
    [
      'a timeout with a unit',
      'postgres://u:hunter2@h/d?statement_timeout=5s',
      'has a statement_timeout that cannot be used',
    ],
    [
      'a standby',
      'postgres://u:hunter2@h/d?target_session_attrs=read-only',
      'has a target_session_attrs that cannot be used',
    ],
    [
      'a certificate that is not there',
      'postgres://u:hunter2@h/d?sslmode=verify-full&sslrootcert=/no/ca.pem',
      'names a file in sslrootcert that cannot be read (/no/ca.pem: ENOENT)',
    ],
    [
      'a folder for a certificate',
      `postgres://u:hunter2@h/d?sslrootcert=${folder}`,
      `names a file in sslrootcert that cannot be read (${folder}: EISDIR)`,
    ],
    [
      'a certificate that is not PEM',
      `postgres://u:hunter2@h/d?sslrootcert=${noPem}`,
      `names a file in sslrootcert that is not PEM (${noPem})`,
    ],
    [
      'a certificate that cannot be read as one',
      `postgres://u:hunter2@h/d?sslrootcert=${noCertificate}`,
      'names certificate files that cannot be used',
    ],
    [
      'a certificate without its key',
      `postgres://u:hunter2@h/d?sslcert=${noCertificate}`,
      'has one of sslcert and sslkey',
    ],
  ])('%s', (_what, url, problem) => {
    const [error, ...others] = errorsOf(url);
    expect(error).toContain(`DATABASE_URL ${problem}`);
    expect(error).toMatch(/\. \S.+\.$/s);
    expect(others).toEqual([]);
    expect(error).not.toContain('hunter2');
  });
});

describe('the URL of a database is understood', () => {
  test.each([
    ['as usual', 'postgres://u:p@h/d', { user: 'u', password: 'p', host: 'h', port: 5432, database: 'd', ssl: false }],
    [
      'with what is special encoded',
      'postgresql://u%40x:1%25%2F%3F%23%20%3A@h:1/d%2Fe',
      { user: 'u@x', password: '1%/?# :', port: 1, database: 'd/e' },
    ],
    ['with a bare @ in the password', 'postgres://u:p@ss@h/d', { user: 'u', password: 'p@ss', host: 'h' }],
    ['in IPv6', 'postgres://u:p@[::1]:5433/d', { host: '::1', port: 5433 }],
    ['on a unix socket, encoded', 'postgres://u@%2Frun%2Fpostgresql/d', { host: '/run/postgresql', database: 'd' }],
    ['on a unix socket, as a parameter', 'postgres://u@/d?host=/run/postgresql', { host: '/run/postgresql' }],
    [
      'with several hosts',
      'postgres://u:p%2Cq@a,b:5433,[::1]:5434,%2Frun%2Fpg/d?target_session_attrs=read-write',
      {
        user: 'u',
        password: 'p,q',
        host: 'a',
        port: 5432,
        database: 'd',
        hosts: [
          { host: 'a', port: 5432 },
          { host: 'b', port: 5433 },
          { host: '::1', port: 5434 },
          { host: '/run/pg', port: 5432 },
        ],
      },
    ],
    [
      'with several hosts behind the ?, each with its port',
      'postgres://u:p@/d?host=a,b&port=5432,5433',
      {
        hosts: [
          { host: 'a', port: 5432 },
          { host: 'b', port: 5433 },
        ],
      },
    ],
    [
      'with several hosts behind the ?, all with one port',
      'postgres://u:p@/d?host=a,b&port=5433',
      {
        hosts: [
          { host: 'a', port: 5433 },
          { host: 'b', port: 5433 },
        ],
      },
    ],
    ['with one host, which is a list of one', 'postgres://u:p@a/d', { hosts: [{ host: 'a', port: 5432 }] }],
    ['with TLS that is not checked', 'postgres://u:p@h/d?sslmode=no-verify', { ssl: { rejectUnauthorized: false } }],
    ['with TLS', 'postgres://u:p@h/d?sslmode=verify-full', { ssl: {} }],
    [
      "with a provider's words",
      'postgres://u:p@h/d?channel_binding=require&target_session_attrs=read-write&connect_timeout=10',
      { enableChannelBinding: true },
    ],
  ])('%s', (_how, url, config) => {
    expect(parseDatabaseUrl(url)).toMatchObject(config);
  });
});
