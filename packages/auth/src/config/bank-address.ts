import type { OutboundTarget } from '@latchkey/verifier/outbound';
import type { AuthConfig } from './auth.config.js';

/** Where this service is told to reach the bank, besides its public address. */
export type BankAddressConfig = Pick<AuthConfig, 'SSO_ISSUER'> & { readonly BANK_URL?: URL | undefined };

/** An address at the bank as this server reaches it: at BANK_URL, else at SSO_ISSUER. */
export function bankAddress({ BANK_URL: inside, SSO_ISSUER: issuer }: BankAddressConfig, path: string): URL {
  return new URL(path, inside ?? issuer);
}

/** Whom this service asks, for the words of what went wrong. */
export function bankAsked(config: BankAddressConfig): OutboundTarget {
  return { who: 'the bank', url: bankAddress(config, '/'), setting: 'BANK_URL' };
}
