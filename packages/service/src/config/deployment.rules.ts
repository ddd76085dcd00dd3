import type { SettingError } from './config-definition.js';
import { parseDatabaseUrl } from './database-url.js';
import { isLocalhostName, isLoopbackHost } from './local-address.rules.js';

/** The settings that rules of every service look at; one that is itself wrong is missing, one that is not set is undefined. */
export interface DeploymentValues {
  readonly PUBLIC_URL?: URL | undefined;
  readonly TRUSTED_PROXY_HOPS?: number | undefined;
  readonly OPS_TOKEN?: string | undefined;
  readonly DATABASE_URL?: string | undefined;
  readonly MIGRATE_DATABASE_URL?: string | undefined;
  readonly ALLOW_PLAIN_INTERNAL?: boolean | undefined;
}

const ALLOW =
  'or set ALLOW_PLAIN_INTERNAL=true if nobody else can listen or answer on the way, as on a network of containers.';

/** What a deployment outside of one machine must not leave open; asked of every service, whatever its own rules are. */
export function deploymentErrors(values: DeploymentValues): SettingError[] {
  return [...proxyErrors(values), ...databaseErrors(values)];
}

/** The error of a setting that names an address in clear on another host, if that is not allowed. */
export function plainAddressErrors(name: string, url: URL, isAllowed: boolean | undefined): SettingError[] {
  if (isAllowed !== false || url.protocol !== 'http:' || isLoopbackHost(url.hostname)) return [];
  const problem = `is http to another host (${url.host}), where tokens can be read on the way`;
  return [{ name, problem, fix: `Use https, ${ALLOW}` }];
}

// https means a proxy, and without its hop the whole world is one address to us.
function proxyErrors(values: DeploymentValues): SettingError[] {
  const { PUBLIC_URL: url, TRUSTED_PROXY_HOPS: hops } = values;
  if (url === undefined || isLocalhostName(url.hostname)) return [];
  const errors: SettingError[] = [];
  if (hops === 0) {
    const problem = `is 0, but ${url.origin} needs a proxy in front that speaks TLS`;
    const fix = 'Set it to the number of own proxies in front, at least 1, and let each add X-Forwarded-For.';
    errors.push({ name: 'TRUSTED_PROXY_HOPS', problem, fix });
  }
  if ('OPS_TOKEN' in values && values.OPS_TOKEN === undefined) {
    const problem = 'is missing, and the service is not on one machine with whoever asks it';
    errors.push({ name: 'OPS_TOKEN', problem, fix: 'Make one with: openssl rand -base64 48' });
  }
  return errors;
}

function databaseErrors({ ALLOW_PLAIN_INTERNAL: isAllowed, ...values }: DeploymentValues): SettingError[] {
  if (isAllowed !== false) return [];
  const fix = `Add sslmode=verify-full (and sslrootcert=FILE for a CA of your own), ${ALLOW}`;
  return (['DATABASE_URL', 'MIGRATE_DATABASE_URL'] as const).flatMap((name) => {
    const url = values[name];
    const problem = url === undefined ? undefined : weaknessOf(url);
    return problem === undefined ? [] : [{ name, problem, fix }];
  });
}

// The driver itself is asked what it would do: it has its own view of sslmode.
function weaknessOf(url: string): string | undefined {
  const { hosts, ssl } = parseDatabaseUrl(url);
  const host = hosts.map((one) => one.host).find((name) => !name.startsWith('/') && !isLoopbackHost(name));
  if (host === undefined) return undefined;
  if (ssl === undefined || ssl === false) return `is a connection in clear to another host (${host})`;
  const isUnchecked = typeof ssl === 'object' && ssl.rejectUnauthorized === false;
  return isUnchecked ? `does not check who answers at ${host}: anyone on the way can` : undefined;
}
