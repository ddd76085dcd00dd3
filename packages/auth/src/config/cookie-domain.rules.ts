import { getPublicSuffix } from 'tldts';

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
const ENDS_IN_NUMBER = /(^|\.)[0-9]+$/;

/** What is wrong with a cookie domain, or undefined. Browsers refuse cookies for a public suffix, silently. */
export function cookieDomainError(domain: string): string | undefined {
  if (domain.startsWith('.')) return 'starts with a dot';
  if (!HOST_NAME.test(domain)) return 'is no host name in lower case';
  if (ENDS_IN_NUMBER.test(domain)) return 'is an IP address';
  const isSuffix = getPublicSuffix(domain, { allowPrivateDomains: true }) === domain;
  return isSuffix ? 'is a public suffix, for which browsers refuse cookies' : undefined;
}

/** Whether cookies of the domain reach the host. */
export function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** Whether browsers treat the host as safe without TLS: cookies marked Secure work there over http. */
export function isLocalhostName(host: string): boolean {
  return isWithin(host, 'localhost');
}
