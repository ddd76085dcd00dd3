import type { Summary } from '../statistics.ts';
import type { TokenSettings } from '../tokens.ts';
import type { Logouts } from './logouts.ts';
import type { RefusalResult } from './refusals.ts';
import type { Rotations } from './rotations.ts';
import type { Withdrawals } from './withdrawals.ts';

/** What the bench asks of a generator process, and what it hears back. Both travel as JSON. */
export type LoadPlan = SaturationPlan | ProbePlan | RotationPlan | ForgeryPlan | LogoutPlan | WithdrawalPlan;

/** As many guarded GETs as the server can answer. */
export interface SaturationPlan {
  kind: 'saturation';
  port: number;
  serverPid: number;
  connections: number;
  warmUpMs: number;
  durationMs: number;
  /** Of guarded routes that are asked in turn; /api/me if missing. */
  paths?: readonly string[];
  tokens: TokenSettings & { count: number; /** Each token is sent once only. */ once: boolean };
}

export interface SaturationResult {
  requestsPerSecond: number;
  latency: Summary;
  /** Processor time over wall time in the measured part; 1 is one whole core. */
  serverShare: number;
  generatorShare: number;
  serverMicrosPerRequest: number;
  failures: Record<string, number>;
}

/** Guarded GETs at a steady rate, while clients log in or not. */
export interface ProbePlan {
  kind: 'probe';
  port: number;
  serverPid: number;
  perSecond: number;
  durationMs: number;
  /** A new connection for every request and every login. */
  fresh: boolean;
  /** Of the service under test itself: a bank may ask for more than a good signature. */
  tokens: string[];
  logins: { username: string; password: string }[];
}

export interface ProbeResult {
  sent: number;
  answered: number;
  unanswered: number;
  failures: Record<string, number>;
  latency: Summary;
  logins?: { perSecond: number; count: number; latency: Summary; failures: Record<string, number> };
}

/** As many renewals as the sessions get, each with the token that it got last. */
export interface RotationPlan extends Rotations {
  kind: 'rotation';
}

export interface RotationResult {
  rotated: number;
  perSecond: number;
  latency: Summary;
  /** Processor time over wall time; 1 is one whole core. */
  generatorShare: number;
  failures: Record<string, number>;
  tokens: string[];
}

/** As many errors of refresh tokens as the server can answer. */
export interface ForgeryPlan {
  kind: 'forgery';
  port: number;
  connections: number;
  durationMs: number;
  /** None of them is authentic; sent in turn. */
  tokens: string[];
}

export interface ForgeryResult {
  refused: number;
  perSecond: number;
  latency: Summary;
  failures: Record<string, number>;
}

/** Logouts at the bank, while the replicas of a service are asked with copies of the tokens. */
export interface LogoutPlan extends Logouts {
  kind: 'logout';
}

/** The same with a role that is taken away. */
export interface WithdrawalPlan extends Withdrawals {
  kind: 'withdrawal';
  /** Of the bank: the change is made there, as its command makes it. */
  databaseUrl: string;
  role: string;
}

export type { RefusalResult };
