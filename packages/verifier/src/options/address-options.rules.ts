import { cookieDomainError, isLocalhostName, isLoopbackHost, isWithin } from './host.rules.js';
import { optionFault, type OptionFault } from './options.errors.js';

const ISSUER = "Write the bank's public origin, as https://bank.example.com";
const PUBLIC_URL =
  "Write this service's public origin, as https://pension.example.com, or leave it out: the bank's list of services names it.";
const COOKIE_DOMAIN =
  'Write the domain that the bank and all services are below, as example.com: the SSO_COOKIE_DOMAIN of the bank.';
const BANK_URL =
  'Write where this server reaches the bank, as http://127.0.0.1:3001 or https://bank.internal.example.com, or leave it out.';

/** The options that name places. */
export interface AddressOptions {
  readonly issuer?: unknown;
  readonly publicUrl?: unknown;
  readonly cookieDomain?: unknown;
  readonly bankUrl?: unknown;
}

/** The domain of the cookies where none is named: the bank's, without its first label. */
export function defaultCookieDomain(issuer: string): string {
  return new URL(issuer).hostname.replace(/^[^.]+\.?/, '');
}

/** Everything that is wrong with the options that name places, by themselves and taken together. */
export function addressFaults({ issuer, publicUrl, cookieDomain, bankUrl }: AddressOptions): OptionFault[] {
  const issuerFault = publicOriginProblem(issuer);
  const faults: OptionFault[] = [];
  if (issuerFault !== undefined) faults.push(optionFault('issuer', issuerFault, ISSUER));
  const ownFault = publicUrl === undefined ? undefined : publicOriginProblem(publicUrl);
  if (ownFault !== undefined) faults.push(optionFault('publicUrl', ownFault, PUBLIC_URL));
  if (bankUrl !== undefined) {
    const problem = bankProblem(bankUrl);
    if (problem !== undefined) faults.push(optionFault('bankUrl', problem, BANK_URL));
  }
  const bank = issuerFault === undefined ? new URL(issuer as string) : undefined;
  const own = publicUrl !== undefined && ownFault === undefined ? new URL(publicUrl as string) : undefined;
  return [...faults, ...domainFaults(cookieDomain, bank, own)];
}

function domainFaults(given: unknown, bank: URL | undefined, own: URL | undefined): OptionFault[] {
  if (given === undefined && bank === undefined) return [];
  if (given !== undefined && typeof given !== 'string')
    return [optionFault('cookieDomain', 'is not a text', COOKIE_DOMAIN)];
  const domain = given ?? defaultCookieDomain(bank!.origin);
  const problem = domainProblem(domain);
  if (problem !== undefined) {
    const left = `is not given, and what is left of the issuer's host ("${domain}") ${problem}`;
    return [optionFault('cookieDomain', given === undefined ? left : problem, COOKIE_DOMAIN)];
  }
  const places = [
    ['issuer', bank],
    ['publicUrl', own],
  ] as const;
  return places.flatMap(([name, url]) =>
    url === undefined || isWithin(url.hostname, domain)
      ? []
      : [optionFault(name, `is outside the cookie domain (${domain})`, `Use a host below it, or set cookieDomain.`)],
  );
}

// A public suffix of one label shows itself; others only by a list that is longer than this package.
function domainProblem(domain: string): string | undefined {
  const problem = cookieDomainError(domain);
  if (problem !== undefined) return problem;
  return domain.includes('.') ? undefined : 'has no dot, so that browsers refuse cookies for it';
}

function publicOriginProblem(value: unknown): string | undefined {
  if (value === undefined || value === '') return 'is missing: is the variable set that it comes from?';
  if (typeof value !== 'string') return 'is not a text';
  if (!URL.canParse(value)) return 'is no URL';
  const { protocol, origin, hostname } = new URL(value);
  if (protocol !== 'https:' && protocol !== 'http:') return `begins with ${protocol}`;
  if (origin !== value) return `is more than an origin, or written in another way than ${origin}`;
  if (protocol === 'http:' && !isLocalhostName(hostname)) return 'is http, which is for names that end in .localhost';
  return undefined;
}

// What the bank is told there is worth as much as a token, and its list of services is believed.
function bankProblem(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return 'is not a text';
  if (!URL.canParse(value)) return 'is no URL';
  const { protocol, pathname, search, hash, username, password, hostname } = new URL(value);
  if (protocol !== 'https:' && protocol !== 'http:') return `begins with ${protocol}`;
  if (username !== '' || password !== '') return 'has a name or a password in it';
  if (pathname !== '/' || search !== '' || hash !== '') return 'has a path, which is not asked';
  return protocol === 'https:' || isInside(hostname)
    ? undefined
    : `is http to a public name (${hostname}), where tokens can be read on the way`;
}

// Names of one label are looked up in a network of one's own, as those of containers are.
function isInside(host: string): boolean {
  const isPrivate = /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(host) && /^[\d.]+$/.test(host);
  return isLoopbackHost(host) || !/[.:]/.test(host) || isPrivate;
}
