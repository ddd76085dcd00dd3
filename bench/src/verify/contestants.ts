import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { JwtVerifier } from 'aws-jwt-verify';
import { createVerifier } from 'fast-jwt';
import { jwtVerify } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import { latchkeyRequest, latchkeyToken } from './latchkey.ts';
import type { VerifyPlan } from './plan.ts';

/** Verifies a token that a request carries; throws, or rejects, unless it is good. */
export type Verify = (carrier: Carrier) => unknown;

/** A token as it comes: as text, and in a request. */
export interface Carrier {
  readonly text: string;
  readonly request: { rawHeaders: string[]; headers: { authorization: string }; method: string };
}

export interface Contestant {
  /** A verifier that has seen no token yet, told all that it can check of these tokens. */
  readonly make: (plan: VerifyPlan) => Verify | Promise<Verify>;
  /** Answers by a promise, which is awaited. */
  readonly isAsync?: true;
  /** Keeps what it verified: all others verify a token as if it came for the first time. */
  readonly remembers?: true;
}

/** Which of ours does what the libraries do. */
export const OURS = 'Latchkey, a token';

const EVERYONE: Record<string, Contestant> = {
  [OURS]: { make: latchkeyToken, remembers: true },
  'Latchkey, a request': { make: latchkeyRequest, remembers: true },
  jose: { make: jose, isAsync: true },
  'jsonwebtoken (KeyObject)': { make: jsonWebToken },
  'fast-jwt': { make: (plan) => fastJwt(plan, false) },
  'fast-jwt with its cache': { make: (plan) => fastJwt(plan, plan.remembered), remembers: true },
};
/** It knows no shared secrets. */
const AWS: Record<string, Contestant> = { 'aws-jwt-verify': { make: awsJwtVerify } };

/** Ours and the libraries that can verify tokens of an algorithm, by name. */
export function contestantsOf(algorithm: VerifyPlan['algorithm']): Readonly<Record<string, Contestant>> {
  return algorithm === 'ES256' ? { ...EVERYONE, ...AWS } : EVERYONE;
}

function keyOf({ algorithm, key }: VerifyPlan): KeyObject {
  return algorithm === 'HS256'
    ? createSecretKey(Buffer.from(key.k!, 'base64url'))
    : createPublicKey({ key, format: 'jwk' });
}

function jose(plan: VerifyPlan): Verify {
  const { algorithm, issuer, audience } = plan;
  const [key, checks] = [keyOf(plan), { algorithms: [algorithm], issuer, audience, typ: 'at+jwt' }];
  return ({ text }) => jwtVerify(text, key, checks);
}

function jsonWebToken(plan: VerifyPlan): Verify {
  const { algorithm, issuer, audience } = plan;
  const [key, checks] = [keyOf(plan), { algorithms: [algorithm], issuer, audience }];
  return ({ text }) => jsonwebtoken.verify(text, key, checks);
}

function fastJwt(plan: VerifyPlan, cache: number | false): Verify {
  const { algorithm, issuer, audience } = plan;
  const key = keyOf(plan);
  const bytes = key.type === 'secret' ? key.export() : key.export({ type: 'spki', format: 'pem' });
  const checks = { algorithms: [algorithm], allowedIss: issuer, allowedAud: audience, checkTyp: 'at+jwt' };
  const verify = createVerifier({ key: bytes, ...checks, cache });
  return ({ text }) => verify(text) as unknown;
}

function awsJwtVerify({ issuer, audience, key }: VerifyPlan): Verify {
  const verifier = JwtVerifier.create({ issuer, audience, jwksUri: `${issuer}/.well-known/jwks.json` });
  verifier.cacheJwks({ keys: [{ ...key, use: 'sig' }] } as never);
  return ({ text }) => verifier.verifySync(text);
}
