import type { webcrypto } from 'node:crypto';

/** What a measuring process is told. */
export interface VerifyPlan {
  /** Name of the one that it measures. */
  readonly contestant: string;
  readonly algorithm: 'HS256' | 'ES256';
  /** What a service verifies with. */
  readonly key: webcrypto.JsonWebKey & { kid: string };
  readonly issuer: string;
  readonly audience: string;
  /** Address of the installed verifier. */
  readonly verifier: string;
  /** Distinct and good. */
  readonly tokens: readonly string[];
  /** Looks right, and is signed with another key. */
  readonly forged: string;
  /** How many tokens a verifier keeps that is told; more than there are. */
  readonly remembered: number;
  /** How often each is verified again in a round. */
  readonly again: number;
}

/** Microseconds of processor time for one verification. */
export interface Round {
  /** Each token for the first time. */
  readonly first: number;
  /** Each again, in a text of its own, as the next request brings it; missing if nothing is remembered. */
  readonly again?: number;
}

/** What one contestant took, round by round. */
export interface Timing {
  readonly name: string;
  readonly first: number[];
  readonly again: number[];
}
