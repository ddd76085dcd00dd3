import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { type TokenVerifier, carriedToken, type RawHeaders } from '@latchkey/verifier';

/** The text of the token that the guard knew the caller by: of several cookies the one that is the caller's. */
export function callerToken(request: RawHeaders, caller: AccessTokenClaims, verifier: TokenVerifier): string {
  const { texts } = carriedToken(request);
  const text = texts.length === 1 ? texts[0] : texts.find((one) => jtiOf(one, verifier) === caller.jti);
  if (text === undefined) throw new Error('the caller came without a token');
  return text;
}

function jtiOf(text: string, verifier: TokenVerifier): string | undefined {
  try {
    return (verifier.recall(text) ?? verifier.authenticate(text)).jti;
  } catch {
    return undefined;
  }
}
