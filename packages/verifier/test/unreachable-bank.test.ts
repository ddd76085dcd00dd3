import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcp, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ErrorNotice } from '../src/outbound/error-notice.js';
import { describeError } from '../src/outbound/describe-error.js';
import { expectResponse } from '../src/outbound/unexpected-response.js';

const asked = (url: string) => ({ who: 'the bank', url: new URL(url), setting: 'BANK_URL' });

/** What is said of an address that is asked as the bank is. */
async function saidOf(url: string): Promise<string> {
  try {
    await expectResponse(
      await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(url.includes('silent') ? 300 : 20_000) }),
    );
    return 'nothing';
  } catch (error) {
    return describeError(error, asked(url));
  }
}

const servers: (Server | TcpServer)[] = [];
const sockets = new Set<Socket>();
afterAll(() => {
  for (const server of servers) server.close();
  for (const socket of sockets) socket.destroy();
});

async function portOf(server: Server | TcpServer): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const answering =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_, answer) =>
    void answer.writeHead(status, { connection: 'close', ...headers }).end('<html>');
const html = { 'content-type': 'text/html; charset=utf-8' };

describe('what answers, and is not the bank', () => {
  test.each([
    [401, {}, 'answered with status 401. BANK_URL: does a proxy in front want a login'],
    [403, html, 'answered with a web page with status 403. BANK_URL: does a proxy in front want a login'],
    [404, {}, 'answered with status 404. BANK_URL: is that the address of the bank'],
    [200, html, 'answered with a web page with status 200. BANK_URL: a proxy or another site answers there'],
    [400, html, 'answered with a web page with status 400. BANK_URL: does that port speak https?'],
    [502, html, 'answered with a web page with status 502. BANK_URL: a proxy answers, and cannot reach it'],
    [500, {}, 'answered with status 500. BANK_URL: see its log'],
    [301, { location: 'https://bank.example.com' }, 'sends us elsewhere by a redirect. BANK_URL: write the address'],
  ])('%d %j', async (status, headers, words) => {
    const url = `http://127.0.0.1:${await portOf(createServer(answering(status, headers)))}`;
    expect(await saidOf(url)).toContain(`the bank at ${url} ${words}`);
  });

  test('the bank itself is said nothing of', async () => {
    const json = { 'content-type': 'application/json' };
    expect(await saidOf(`http://127.0.0.1:${await portOf(createServer(answering(200, json)))}`)).toBe('nothing');
  });
});

describe('what does not answer', () => {
  test('a port where nobody listens', async () => {
    const server = createTcp();
    const url = `http://127.0.0.1:${await portOf(server)}`;
    await new Promise((resolve) => server.close(resolve));
    expect(await saidOf(url)).toBe(
      `the bank at ${url} refuses the connection (ECONNREFUSED). BANK_URL: is it running, and is that its host and port?`,
    );
  });

  test('a name that nobody knows, and one below localhost, which only browsers know', async () => {
    expect(await saidOf('http://bank.invalid')).toMatch(/\((ENOTFOUND|EAI_AGAIN)\)\. BANK_URL: /);
    const lost = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    expect(describeError(lost, asked('http://bank.demo.localhost'))).toContain(
      'write 127.0.0.1 instead of a name below localhost',
    );
  });

  test('one who takes the connection and is silent', async () => {
    const url = `http://127.0.0.1:${await portOf(createTcp())}/silent`;
    expect(await saidOf(url)).toContain('did not answer in time (TimeoutError). BANK_URL: is a firewall in between');
  });

  test('one who hangs up, as a port of https does', async () => {
    const url = `http://127.0.0.1:${await portOf(createTcp((socket) => socket.once('data', () => socket.destroy())))}`;
    expect(await saidOf(url)).toMatch(
      /hangs up \((UND_ERR_SOCKET|ECONNRESET)\)\. BANK_URL: does that port speak https\?/,
    );
  });

  test('one who speaks something else', async () => {
    const url = `http://127.0.0.1:${await portOf(createTcp((socket) => socket.end('220 mail.example.com ESMTP\r\n')))}`;
    expect(await saidOf(url)).toMatch(/does not speak HTTP( \(HPE_\w+\))?\. BANK_URL: is that its port/);
  });

  test('a port of http that is asked over https', async () => {
    const url = `https://127.0.0.1:${await portOf(createServer(answering(200)))}`;
    expect(await saidOf(url)).toMatch(/does not speak https \((ERR_SSL_\w+|EPROTO)\)\. BANK_URL: .*Then write http:/);
  });

  test('whatever else goes wrong is told with its own words and the setting', () => {
    const odd = new TypeError('fetch failed', { cause: new Error('something new') });
    expect(describeError(odd, asked('http://x'))).toBe(
      'the bank at http://x could not be asked: something new. BANK_URL: is that its address?',
    );
    expect(describeError(undefined, asked('http://x'))).toContain('http://x');
  });
});

const withOpenssl = spawnSync('openssl', ['version']).status === 0 ? describe : describe.skip;

withOpenssl('a certificate that is not believed', () => {
  let folder: string;
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-ca-'));
    writeFileSync(file('names'), 'subjectAltName=IP:127.0.0.1');
    writeFileSync(file('others'), 'subjectAltName=DNS:bank.example.com');
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Internal CA');
    for (const [name, names] of [
      ['leaf', 'names'],
      ['other', 'others'],
    ] as const) {
      openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', '/CN=bank');
      const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', names];
      openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...by);
    }
    openssl('req', '-x509', ...key, '-keyout', 'own.key', '-out', 'own.pem', '-days', '2', '-subj', '/CN=bank');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const served = async (name: string): Promise<string> => {
    const pair = { key: readFileSync(file(`${name}.key`)), cert: readFileSync(file(`${name}.pem`)) };
    return `https://127.0.0.1:${await portOf(createSecureServer(pair, answering(200)))}`;
  };

  test('of an internal CA: its file is to be named in NODE_EXTRA_CA_CERTS', async () => {
    const url = await served('leaf');
    expect(await saidOf(url)).toContain(
      `the bank at ${url} has a certificate of a CA that is not trusted here (UNABLE_TO_VERIFY_LEAF_SIGNATURE). Name the file of that CA in NODE_EXTRA_CA_CERTS`,
    );
  });

  test('that a server signed itself', async () => {
    expect(await saidOf(await served('own'))).toContain(
      'that it signed itself (DEPTH_ZERO_SELF_SIGNED_CERT). Name the file',
    );
  });

  test('the named file is believed, and a certificate for other names is told as that', async () => {
    const [leaf, other] = [await served('leaf'), await served('other')];
    const script = `
      const { describeError, expectResponse } = await import('${new URL('../dist/outbound/index.js', import.meta.url).href}');
      for (const url of ${JSON.stringify([leaf, other])}) {
        const words = await fetch(url).then(expectResponse).catch((e) => describeError(e, { who: 'the bank', url: new URL(url), setting: 'BANK_URL' }));
        console.log(words ?? 'nothing');
      }`;
    // The servers are this process's own, so the child is waited for without blocking it.
    const env = { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: file('ca.pem') };
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      env,
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    await new Promise((resolve) => child.once('close', resolve));
    const [first, second] = said.split('\n');
    expect(first).toBe('nothing');
    expect(second).toContain(
      'has a certificate for other names (ERR_TLS_CERT_ALTNAME_INVALID). BANK_URL: write a host that is in',
    );
  });

  test.each([
    ['CERT_HAS_EXPIRED', 'has expired (CERT_HAS_EXPIRED). Renew it there'],
    ['CERT_NOT_YET_VALID', 'not valid yet (CERT_NOT_YET_VALID). See the clocks'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'NODE_EXTRA_CA_CERTS'],
    ['CERT_REVOKED', 'cannot be verified (CERT_REVOKED)'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'refuses our TLS'],
  ])('%s', (code, words) => {
    const cause = Object.assign(new Error('x'), { code });
    expect(describeError(new TypeError('fetch failed', { cause }), asked('https://bank'))).toContain(words);
  });
});

test('an error that goes on is logged again every five minutes, another one at once', () => {
  let now = 0;
  const notice = new ErrorNotice(() => now);
  const due = (words: string, at: number): boolean => {
    now = at * 60_000;
    return notice.isDue(words);
  };
  expect([due('a', 0), due('a', 1), due('b', 1), due('a', 2), due('a', 5), due('a', 6)]).toEqual([
    true,
    false,
    true,
    false,
    true,
    false,
  ]);
  expect([notice.isOver(), notice.isOver(), due('a', 7)]).toEqual([true, false, true]);
});
