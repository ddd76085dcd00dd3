import { randomUUID } from 'node:crypto';
import { keyOfSecret, MintedTokens } from '@latchkey/conformance';

export interface TokenSettings {
  secret: string;
  issuer: string;
  audience: string[];
}

/** Tokens as the bank writes them, made here: a thousand real logins would take minutes of hashing. All are equally long. */
export function mintTokens({ secret, issuer, audience }: TokenSettings, count: number): string[] {
  const mint = new MintedTokens(keyOfSecret(secret), { issuer, audience, tokenTtl: 900 });
  return Array.from({ length: count }, (_, index) => {
    const username = `user${String(index).padStart(6, '0')}`;
    return mint.token({ change: { sub: randomUUID(), preferred_username: username } });
  });
}
