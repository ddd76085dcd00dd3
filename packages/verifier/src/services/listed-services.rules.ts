import * as z from '../schema/zod.js';
import { serviceEntry } from '../contract/services.contract.js';
import type { ServiceEntry } from '../contract/services.js';

/** What a list is held against. */
export interface ListFacts {
  readonly cookieDomain: string;
  /** The bank's public origin. */
  readonly issuer: string;
}

/** The entries that may be shown, and why others may not. */
export interface CheckedList {
  readonly services: ServiceEntry[];
  readonly dropped: string[];
}

/** One entry as this service takes it: members that it does not know are dropped, so that the bank may be newer. */
const listedService = z.object(serviceEntry.shape);

const BANK = 'bank';
/** Nothing that turns a line round or hides in it. */
const VISIBLE = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;

/**
 * Checks the bank's list before people are shown it and click on it: the bank may be mended by somebody else, and BANK_URL
 * may lead to somebody else.
 */
export function checkedList(entries: readonly unknown[], facts: ListFacts): CheckedList {
  const services: ServiceEntry[] = [];
  const dropped: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const read = listedService.safeParse(entry);
    const problem = read.success ? errorOf(read.data, services, facts) : 'is not an id, a name and a url';
    if (read.success && problem === undefined) services.push({ ...read.data, url: new URL(read.data.url).origin });
    else dropped.push(`entry ${index + 1} ${problem}`);
  }
  return { services, dropped };
}

function errorOf(
  { id, name, url }: ServiceEntry,
  before: readonly ServiceEntry[],
  { cookieDomain, issuer }: ListFacts,
): string | undefined {
  const { origin, href, hostname, protocol } = new URL(url);
  if (href !== `${origin}/`) return 'has a url with more than scheme, host and port';
  if (protocol !== 'https:' && !isBelow(hostname, 'localhost')) return 'has a url that is not https';
  if (!isBelow(hostname, cookieDomain)) return 'has a url outside the cookie domain';
  if (id === BANK && origin !== issuer) return 'gives the bank another address than its own';
  if (!VISIBLE.test(name)) return 'has a name that cannot be seen as it is';
  if (before.some((other) => other.id === id || other.url === origin)) return 'stands there twice';
  return undefined;
}

function isBelow(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
