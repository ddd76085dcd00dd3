import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:https';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { behindProxy } from '../proxy/proxy-settings.mjs';
import { writeProxyFiles } from '../proxy/proxy-files.mjs';
import { root } from '../../scripts/workspace.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-proxy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const services = [
  { id: 'bank', port: 3001, variable: 'BANK', url: 'https://bank.demo.localhost:8443' },
  { id: 'retirement', port: 3002, variable: 'RETIREMENT', url: 'https://retirement.demo.localhost:8443' },
];
const before = {
  COMPOSE_PROFILES: 'bank,retirement',
  PROXY_LISTEN: '127.0.0.1:8443',
  BANK_PUBLIC_URL: 'http://bank.demo.localhost:3001',
  BANK_REPLICAS: '1',
  RETIREMENT_PUBLIC_URL: 'http://retirement.demo.localhost:3002',
  RETIREMENT_REPLICAS: '1',
};
const read = (name) => readFileSync(join(folder, name), 'utf8');

test('behind the proxy services are https, two of each, on ports that cannot collide, and one hop is trusted', () => {
  assert.deepEqual(behindProxy(before, services), {
    COMPOSE_PROFILES: 'bank,retirement,proxy',
    TRUSTED_PROXY_HOPS: '1',
    BANK_PUBLIC_URL: 'https://bank.demo.localhost:8443',
    BANK_LISTEN: '127.0.0.1:',
    BANK_REPLICAS: '2',
    RETIREMENT_PUBLIC_URL: 'https://retirement.demo.localhost:8443',
    RETIREMENT_LISTEN: '127.0.0.1:',
    RETIREMENT_REPLICAS: '2',
  });
  const own = {
    ...before,
    PROXY_LISTEN: '0.0.0.0:443',
    BANK_PUBLIC_URL: 'https://bank.example.com',
    BANK_REPLICAS: '3',
  };
  const changed = behindProxy(own, services);
  assert.deepEqual(
    [changed.BANK_PUBLIC_URL, changed.BANK_REPLICAS, changed.RETIREMENT_PUBLIC_URL],
    ['https://bank.example.com', '3', 'https://retirement.demo.localhost'],
  );
  assert.deepEqual(behindProxy({ ...own, ...changed }, services), changed);
});

test('a client that is given the self-made certificate speaks with the hosts that it names, and with no other', async () => {
  writeProxyFiles(folder, services);
  const server = createServer({ key: read('key.pem'), cert: read('certificate.pem') }, (_, answer) => answer.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const reach = async (servername, ca) => {
    const request = get({ host: '127.0.0.1', port, servername, ca, agent: false });
    const [answer] = await once(request, 'response').catch((error) => [error]);
    answer.destroy?.();
    return answer.code ?? answer.statusCode;
  };
  const ca = read('certificate.pem');
  assert.equal(await reach('bank.demo.localhost', ca), 200);
  assert.equal(await reach('retirement.demo.localhost', ca), 200);
  assert.equal(await reach('pension.demo.localhost', ca), 'ERR_TLS_CERT_ALTNAME_INVALID');
  assert.notEqual(await reach('bank.demo.localhost', undefined), 200);
  server.close();
});

test('a certificate is kept while it serves, made again when a service has come, and never when it is a given one', () => {
  writeProxyFiles(folder, services);
  const first = read('certificate.pem');
  writeProxyFiles(folder, services);
  assert.equal(read('certificate.pem'), first);
  const more = [...services, { id: 'pension', port: 3003, url: 'https://pension.demo.localhost:8443' }];
  writeProxyFiles(folder, more);
  assert.notEqual(read('certificate.pem'), first);
  assert.ok(new X509Certificate(read('certificate.pem')).checkHost('pension.demo.localhost'));
  assert.match(read('services.conf'), /^ {4}pension\.demo\.localhost pension:3003;$/m);
  // Of the bundle that Node trusts; it names none of these hosts.
  const [given] = spawnSync(process.execPath, ['-p', 'require("tls").rootCertificates[0]'], {
    encoding: 'utf8',
  }).output.filter(Boolean);
  writeFileSync(join(folder, 'certificate.pem'), given);
  const said = writeProxyFiles(folder, services).join('\n');
  assert.match(said, /warning: .*certificate\.pem does not name bank\.demo\.localhost/);
  assert.equal(read('certificate.pem'), given);
});

const nginx = ['/usr/sbin', ...(process.env.PATH ?? '').split(delimiter)]
  .map((path) => join(path, 'nginx'))
  .find((path) => spawnSync(path, ['-v']).status === 0);

test('nginx takes the configuration', { skip: nginx === undefined && 'nginx is not installed' }, () => {
  writeProxyFiles(folder, services);
  mkdirSync(join(folder, 'tmp'));
  const text = readFileSync(join(root, 'deploy/proxy/nginx.conf'), 'utf8');
  const here = text.replaceAll(' /tmp/', ` ${folder}/tmp/`).replaceAll('/etc/latchkey', folder);
  writeFileSync(join(folder, 'nginx.conf'), here);
  execFileSync(nginx, ['-t', '-e', 'stderr', '-c', join(folder, 'nginx.conf')], { stdio: 'pipe' });
});
