import { randomUUID } from 'node:crypto';
import { keyOfSecret, MintedTokens } from '@latchkey/conformance';

export interface TokenSettings {
  secret: string;
  issuer: string;
  audience: string[];
  /** What the person may do, in a token of version 2; undefined: a token of version 1, as every release reads it. */
  roles: string[] | undefined;
}

/** Tokens as the bank writes them, made here: a thousand real logins would take minutes of hashing. All are equally long. */
export function mintTokens({ secret, issuer, audience, roles }: TokenSettings, count: number): string[] {
  const mint = new MintedTokens(keyOfSecret(secret), { issuer, audience, tokenTtl: 900 });
  const contract = roles === undefined ? ({ ver: 1 } as const) : { roles };
  return Array.from({ length: count }, (_, index) => {
    const username = `user${String(index).padStart(6, '0')}`;
    return mint.token({ ...contract, sub: randomUUID(), change: { preferred_username: username } });
  });
}
