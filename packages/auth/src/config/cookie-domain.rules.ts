import { cookieDomainError as domainNameError } from '@latchkey/verifier';
import { getPublicSuffix } from 'tldts';

/** What is wrong with a cookie domain, or undefined. Browsers refuse cookies for a public suffix, silently. */
export function cookieDomainError(domain: string): string | undefined {
  const isSuffix = getPublicSuffix(domain, { allowPrivateDomains: true }) === domain;
  return domainNameError(domain) ?? (isSuffix ? 'is a public suffix, for which browsers refuse cookies' : undefined);
}
