import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes, randomUUID, sign, type KeyObject, type webcrypto } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { keyOfSecret, MintedTokens, type SigningKey } from '@latchkey/conformance';
import { prefixOf, SERVER_CORE } from './cores.ts';
import type { Timing, VerifyPlan } from './verify/plan.ts';

const PROGRAM = fileURLToPath(new URL('./verify/measuring-process.ts', import.meta.url));
const ISSUER = 'https://bank.example.com';
const AUDIENCE = 'pension';
/** As many as a busy service sees at once; a generation of ours holds five times as many. */
const DISTINCT_TOKENS = 1_000;
const REMEMBERED = 10_000;
const AGAIN = 20;
const MOST_BYTES = 64 * 1024 * 1024;

/** What one verification takes of the processor, by algorithm. */
export interface VerifyTimings {
  readonly tokens: number;
  /** Length of a token, in characters. */
  readonly length: number;
  readonly again: number;
  readonly timings: Record<VerifyPlan['algorithm'], Timing[]>;
}

/**
 * Verifies tokens of the product's own size by ours and by libraries, side by side in one process.
 * @param verifier address of ours, as it is installed
 */
export function measureVerify(
  verifier: string,
  rounds: Record<VerifyPlan['algorithm'], number>,
  tokens = DISTINCT_TOKENS,
): VerifyTimings {
  const plans = [hs256(), es256()].map((keys) => planOf(keys, verifier, rounds[keys.key.alg], tokens));
  const timings = Object.fromEntries(plans.map((plan) => [plan.algorithm, run(plan)]));
  const { length } = plans[0]!.tokens[0]!;
  return { tokens, length, again: AGAIN, timings: timings as VerifyTimings['timings'] };
}

function run(plan: VerifyPlan): Timing[] {
  const [file, ...args] = [...prefixOf(SERVER_CORE), process.execPath, '--expose-gc', PROGRAM];
  const env = { ...process.env, NODE_ENV: 'production' };
  const output = execFileSync(file!, args, { input: JSON.stringify(plan), env, maxBuffer: MOST_BYTES });
  return JSON.parse(output.toString()) as Timing[];
}

interface Keys {
  readonly key: SigningKey;
  readonly jwk: VerifyPlan['key'];
  /** Of the same name, and nobody knows it. */
  readonly foreign: SigningKey;
}

function hs256(): Keys {
  const key = keyOfSecret(randomBytes(32).toString('base64url'));
  const foreign = { ...keyOfSecret(randomBytes(32).toString('base64url')), kid: key.kid };
  const k = Buffer.from(key.secret).toString('base64url');
  return { key, jwk: { kty: 'oct', alg: 'HS256', kid: key.kid, k }, foreign };
}

function es256(): Keys {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = pair.publicKey.export({ format: 'jwk' }) as webcrypto.JsonWebKey;
  const kid = 'bench-1';
  return {
    key: curveKey(kid, pair.privateKey),
    jwk: { ...jwk, alg: 'ES256', kid },
    foreign: curveKey(kid, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
  };
}

function curveKey(kid: string, privateKey: KeyObject): SigningKey {
  const signed = (input: string): Buffer =>
    sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return { kid, alg: 'ES256', secret: '', sign: signed };
}

function planOf({ key, jwk, foreign }: Keys, verifier: string, rounds: number, count: number): VerifyPlan {
  const deployment = { issuer: ISSUER, audience: ['bank', AUDIENCE], tokenTtl: 900 };
  const mint = new MintedTokens(key, deployment);
  const tokens = Array.from({ length: count }, () => mint.token({ sub: randomUUID() }));
  const forged = new MintedTokens(foreign, deployment).token();
  const plan = { algorithm: key.alg, key: jwk, issuer: ISSUER, audience: AUDIENCE, verifier };
  return { ...plan, tokens, forged, rounds, remembered: REMEMBERED, again: AGAIN };
}
