import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { JwtVerifier } from 'aws-jwt-verify';
import { createVerifier } from 'fast-jwt';
import { jwtVerify } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import { latchkeyContestants, type VerifierModule } from './latchkey.ts';
import type { VerifyPlan } from './plan.ts';

/** Verifies a token that a request carries; throws, or rejects, unless it is good. */
export type Verify = (carrier: Carrier) => unknown;

/** A token as it comes: as text, and in a request. */
export interface Carrier {
  readonly text: string;
  readonly request: { rawHeaders: string[]; headers: { authorization: string }; method: string };
}

export interface Contestant {
  readonly name: string;
  /** A verifier that has seen no token yet. */
  readonly make: () => Verify;
  /** Whether it answers by a promise, which is awaited. */
  readonly isAsync?: true;
  /** Whether it keeps what it verified: all others verify a token as if it came for the first time. */
  readonly remembers?: true;
}

/** Ours and the libraries, each told all that it can check of these tokens. */
export function contestantsOf(plan: VerifyPlan, verifier: VerifierModule): Contestant[] {
  const { algorithm, issuer, audience } = plan;
  const key = keyOf(plan);
  const algorithms = [algorithm];
  const fastJwt = (cache: number | false): Verify => {
    const bytes = key.type === 'secret' ? key.export() : key.export({ type: 'spki', format: 'pem' });
    const checks = { algorithms, allowedIss: issuer, allowedAud: audience, checkTyp: 'at+jwt' };
    const verify = createVerifier({ key: bytes, ...checks, cache });
    return ({ text }) => verify(text) as unknown;
  };
  return [
    ...latchkeyContestants(plan, verifier),
    {
      name: 'jose',
      isAsync: true,
      make: () => {
        const checks = { algorithms, issuer, audience, typ: 'at+jwt' };
        return ({ text }) => jwtVerify(text, key, checks);
      },
    },
    {
      name: 'jsonwebtoken (KeyObject)',
      make: () => {
        const checks = { algorithms, issuer, audience };
        return ({ text }) => jsonwebtoken.verify(text, key, checks);
      },
    },
    { name: 'fast-jwt', make: () => fastJwt(false) },
    { name: 'fast-jwt with its cache', remembers: true, make: () => fastJwt(plan.remembered) },
    ...(algorithm === 'ES256' ? [{ name: 'aws-jwt-verify', make: () => awsJwtVerify(plan) }] : []),
  ];
}

function keyOf({ algorithm, key }: VerifyPlan): KeyObject {
  return algorithm === 'HS256'
    ? createSecretKey(Buffer.from(key.k!, 'base64url'))
    : createPublicKey({ key, format: 'jwk' });
}

function awsJwtVerify({ issuer, audience, key }: VerifyPlan): Verify {
  const verifier = JwtVerifier.create({ issuer, audience, jwksUri: `${issuer}/.well-known/jwks.json` });
  verifier.cacheJwks({ keys: [{ ...key, use: 'sig' }] } as never);
  return ({ text }) => verifier.verifySync(text);
}
