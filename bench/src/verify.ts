import { generateKeyPairSync, randomBytes, randomUUID, sign, type KeyObject, type webcrypto } from 'node:crypto';
import { keyOfSecret, MintedTokens, type SigningKey } from '@latchkey/conformance';
import { MeasuringProcess } from './measuring-process.ts';
import { contestantsOf } from './verify/contestants.ts';
import type { Timing, VerifyPlan } from './verify/plan.ts';

const ISSUER = 'https://bank.example.com';
const AUDIENCE = 'pension';
/** As many as a busy service sees at once; a generation of ours holds five times as many. */
const DISTINCT_TOKENS = 1_000;
const REMEMBERED = 10_000;
const AGAIN = 20;
/** Compilers have come to rest after these. */
const WARM_UP_ROUNDS = 5;

/** What one verification takes of the processor, by algorithm. */
export interface VerifyTimings {
  readonly tokens: number;
  /** Length of a token, in characters. */
  readonly length: number;
  readonly again: number;
  readonly timings: Record<VerifyPlan['algorithm'], Timing[]>;
}

/**
 * Verifies tokens of the product's own size by ours and by libraries, each in a process of its own as in use, in turn.
 * @param verifier address of ours, as it is installed
 */
export async function measureVerify(
  verifier: string,
  rounds: Record<VerifyPlan['algorithm'], number>,
  tokens = DISTINCT_TOKENS,
): Promise<VerifyTimings> {
  const plans = [hs256(), es256()].map((keys) => planOf(keys, verifier, tokens));
  const timings: [string, Timing[]][] = [];
  for (const plan of plans) timings.push([plan.algorithm, await run(plan, rounds[plan.algorithm])]);
  const { length } = plans[0]!.tokens[0]!;
  return { tokens, length, again: AGAIN, timings: Object.fromEntries(timings) as VerifyTimings['timings'] };
}

async function run(plan: Omit<VerifyPlan, 'contestant'>, rounds: number): Promise<Timing[]> {
  const processes: MeasuringProcess[] = [];
  try {
    for (const contestant of Object.keys(contestantsOf(plan.algorithm)))
      processes.push(await MeasuringProcess.start({ ...plan, contestant }));
    for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
      // Another one begins each time: nobody has always the same neighbour before it.
      for (let turn = 0; turn < processes.length; turn++)
        await processes[(turn + WARM_UP_ROUNDS + round) % processes.length]!.measure(round >= 0);
    }
    return processes.map(({ timing }) => timing);
  } finally {
    for (const one of processes) one.stop();
  }
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

function planOf({ key, jwk, foreign }: Keys, verifier: string, count: number): Omit<VerifyPlan, 'contestant'> {
  const deployment = { issuer: ISSUER, audience: ['bank', AUDIENCE], tokenTtl: 900 };
  const mint = new MintedTokens(key, deployment);
  const tokens = Array.from({ length: count }, () => mint.token({ sub: randomUUID() }));
  const forged = new MintedTokens(foreign, deployment).token();
  const plan = { algorithm: key.alg, key: jwk, issuer: ISSUER, audience: AUDIENCE, verifier };
  return { ...plan, tokens, forged, remembered: REMEMBERED, again: AGAIN };
}
