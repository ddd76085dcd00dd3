const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
const ENDS_IN_NUMBER = /(^|\.)[0-9]+$/;

/** What is wrong with a domain for cookies as a name, or undefined. */
export function cookieDomainError(domain: string): string | undefined {
  if (domain.startsWith('.')) return 'starts with a dot';
  if (!HOST_NAME.test(domain)) return 'is no host name in lower case';
  return ENDS_IN_NUMBER.test(domain) ? 'is an IP address' : undefined;
}

/** Whether cookies of the domain reach the host. */
export function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** Whether browsers treat the host as safe without TLS: cookies marked Secure work there over http. */
export function isLocalhostName(host: string): boolean {
  return isWithin(host, 'localhost');
}

/** Whether an address of this machine itself is meant. */
export function isLoopbackHost(host: string): boolean {
  return isLocalhostName(host) || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
