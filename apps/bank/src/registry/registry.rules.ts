import type { RegistryEntry } from './registry.contract.js';

const BANK = 'bank';

/** What is wrong with a list of services, one sentence end each. */
export function registryProblems(
  services: readonly RegistryEntry[],
  cookieDomain: string | undefined,
  bankOrigin: string | undefined,
): string[] {
  return [
    ...services.flatMap((service) => urlProblems(service, cookieDomain)),
    ...repeated(services.map(({ id }) => id)).map((id) => `names ${id} twice`),
    ...repeated(services.map(({ url }) => new URL(url).origin)).map((origin) => `names ${origin} twice`),
    ...bankProblems(services, bankOrigin),
  ];
}

/** The roles that some service declares, sorted and each once. */
export function declaredRoles(services: readonly RegistryEntry[]): string[] {
  return [...new Set(services.flatMap(({ roles = [] }) => roles))].sort();
}

function urlProblems({ id, url }: RegistryEntry, cookieDomain: string | undefined): string[] {
  const { href, origin, hostname, protocol } = new URL(url);
  if (href !== `${origin}/`) return [`gives ${id} a url with more than scheme, host and port`];
  if (protocol === 'http:' && !isBelow(hostname, 'localhost')) return [`gives ${id} an http url, and it is not local`];
  if (cookieDomain !== undefined && !isBelow(hostname, cookieDomain)) {
    return [`gives ${id} a url outside SSO_COOKIE_DOMAIN (${cookieDomain})`];
  }
  return [];
}

function bankProblems(services: readonly RegistryEntry[], bankOrigin: string | undefined): string[] {
  const bank = services.find(({ id }) => id === BANK);
  if (!bank) return [`does not name the bank itself (id "${BANK}")`];
  if (bankOrigin !== undefined && new URL(bank.url).origin !== bankOrigin) {
    return [`gives the bank another url than its PUBLIC_URL (${bankOrigin})`];
  }
  return [];
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function isBelow(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
