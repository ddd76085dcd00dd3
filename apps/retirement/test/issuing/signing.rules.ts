import { built } from './built-imports.js';

// To check an HMAC one computes it: here, and nowhere else, where it is compared and never handed out.
const MAY_COMPUTE_HMAC = 'packages/verifier/src/token/hmac-key.ts';
// Proves logouts to the bank with the service's own Ed25519 key: with no algorithm named, as only such keys are used, nothing
// comes out that any service takes for a token's signature.
const MAY_PROVE_LOGOUTS = 'packages/verifier/src/delivery/delivery-signer.ts';
const SIGNS = new Set(['sign', 'createSign', 'subtle', 'webcrypto', 'generateKeyPair', 'generateKeyPairSync']);

/** What in a source file could make a signature that others believe. */
export function signingErrors(path: string, text: string): string[] {
  const code = built(text);
  const found: string[] = [];
  for (const [, names, module] of code.matchAll(/import\s*([^"'();]*?)\s*from\s*["']([^"']+)["']/g)) {
    if (/^(@nestjs\/jwt|jsonwebtoken|jose|jws|fast-jwt)(\/|$)/.test(module!)) found.push(`imports ${module}`);
    if (!/^(node:)?crypto$/.test(module!)) continue;
    if (!names!.startsWith('{')) found.push('imports all of node:crypto');
    for (const name of names!.replace(/[{}]/g, '').split(',')) {
      const original = name.trim().split(/\s+as\s+/)[0]!;
      if (SIGNS.has(original) && !(original === 'sign' && provesOnly(path, code)))
        found.push(`imports ${original} of node:crypto`);
      if (original === 'createHmac' && path !== MAY_COMPUTE_HMAC) found.push('imports createHmac of node:crypto');
    }
  }
  if (/(?:import|require)\(\s*["'](?:node:)?crypto["']/.test(code)) found.push('loads node:crypto');
  if (/\.sign(?:Async)?\(/.test(code)) found.push('calls sign()');
  // Its name alone signs nothing: operators are told it.
  if (/\.signing\(\s*\)(?!\.kid\b)/.test(code)) found.push("asks the ring for the issuer's key");
  if (/\bcrypto\b[^"']{0,3}\bsubtle\b/.test(code)) found.push('uses crypto.subtle');
  return found;
}

function provesOnly(path: string, code: string): boolean {
  return path === MAY_PROVE_LOGOUTS && /\bsign\(null,/.test(code) && !/\bsign\((?!null,)/.test(code);
}
