import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { selfSigned } from './self-signed.mjs';

const MONTH = 30 * 86_400_000;

/** What nginx.conf includes: which container a host name belongs to, and where browsers find it. */
export function servicesConf(services) {
  const map = (variable, valueOf) => {
    const lines = services.map((service) => `    ${new URL(service.url).hostname} ${valueOf(service)};`);
    return `map $host $${variable} {\n    default "";\n${lines.join('\n')}\n}\n`;
  };
  return `# Written by deploy/prepare.mjs.\n${map('service', ({ id, port }) => `${id}:${port}`)}${map('public', ({ url }) => new URL(url).origin)}`;
}

/** Writes what the proxy reads. A certificate that somebody vouches for is left alone, whatever it says. @returns what it did, a line each */
export function writeProxyFiles(folder, services) {
  mkdirSync(folder, { recursive: true });
  const [conf, certificate, key] = ['services.conf', 'certificate.pem', 'key.pem'].map((name) => join(folder, name));
  writeFileSync(conf, servicesConf(services));
  const hosts = services.map(({ url }) => new URL(url).hostname);
  const wrong = existsSync(certificate) ? faultOf(new X509Certificate(readFileSync(certificate)), hosts) : 'missing';
  if (wrong === undefined) return [`wrote ${conf}`];
  if (wrong.given) return [`wrote ${conf}`, `warning: ${certificate} ${wrong.given}; put another one there`];
  const made = selfSigned(hosts);
  writeFileSync(key, made.key, { mode: 0o644 });
  writeFileSync(certificate, made.certificate, { mode: 0o644 });
  return [`wrote ${conf}`, `made ${certificate}, which no browser trusts: put a real one and its key.pem in its place`];
}

// Undefined if it serves; `given` if it is not of our making.
function faultOf(certificate, hosts) {
  const unnamed = hosts.filter((host) => certificate.checkHost(host) === undefined);
  const faults = [
    ...unnamed.map((host) => `does not name ${host}`),
    ...(Date.parse(certificate.validTo) - Date.now() < MONTH ? [`ends on ${certificate.validTo}`] : []),
  ];
  if (faults.length === 0) return undefined;
  return certificate.issuer === 'CN=Latchkey self-signed' ? {} : { given: faults.join(', ') };
}
