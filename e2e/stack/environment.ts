import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './process.ts';
import { listServices, portOf, portsFrom, type Ports } from './services.ts';

export interface ServiceFacts {
  database: string;
  port?: number;
  ports?: Ports;
  secret?: string;
  /** The bank's own, for refresh tokens; all of its replicas share it. */
  refreshSecret?: string;
  registryFile?: string;
  proxyHops?: number;
  /** Where the others reach the bank; Node cannot look up names below localhost, so by address. */
  bankUrl?: string;
}

export const COOKIE_DOMAIN = 'demo.localhost';

export function newSecret(): string {
  return randomBytes(48).toString('base64url');
}

export function publicUrl(service: string, port: number): string {
  return `http://${service}.${COOKIE_DOMAIN}:${port}`;
}

/** Every variable a service reads from DESIGN's list that has no default a test can live with. */
export function environmentOf(service: string, facts: ServiceFacts): Environment {
  const ports = facts.ports ?? portsFrom(20_001);
  const port = portOf(ports, service);
  const shared: Environment = {
    PORT: String(facts.port ?? port),
    HOST: '127.0.0.1',
    PUBLIC_URL: publicUrl(service, port),
    DATABASE_URL: facts.database,
    JWT_SECRET: facts.secret ?? newSecret(),
    SSO_ISSUER: publicUrl('bank', ports.bank),
    SSO_COOKIE_DOMAIN: COOKIE_DOMAIN,
    TRUSTED_PROXY_HOPS: String(facts.proxyHops ?? 0),
    LOG_LEVEL: 'info',
    // As long as a balancer of the tests needs to see it.
    DRAIN_GRACE: '0.3',
  };
  if (service !== 'bank') return { ...shared, BANK_URL: facts.bankUrl ?? `http://127.0.0.1:${ports.bank}` };
  return {
    ...shared,
    REFRESH_SECRET: facts.refreshSecret ?? newSecret(),
    ...(facts.registryFile === undefined ? {} : { SSO_REGISTRY_FILE: facts.registryFile }),
    PASSWORD_COST: '10',
    THROTTLE_ACCOUNT: '0',
    THROTTLE_ADDRESS: '0',
    THROTTLE_REGISTER: '0',
  };
}

/** Writes the bank's list of services. */
export function registryFile(folder: string, ports: Ports): string {
  const file = join(folder, 'registry.json');
  const services = listServices().map(({ id, name, roles }) => ({
    id,
    name,
    url: publicUrl(id, portOf(ports, id)),
    roles,
  }));
  writeFileSync(file, JSON.stringify(services));
  return file;
}
