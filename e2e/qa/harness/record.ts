import type { About } from './step-options.js';
import type { ShownToken } from './redact.js';

/** What a step hands to the report: no secret in it, only fingerprints. */
export interface StepRecord {
  readonly about: About;
  /** The log to join with; none for services that are not the run's own. */
  stack: string | undefined;
  began: number;
  ended: number;
  /** Names of the addresses in the requests. */
  names: Record<string, string>;
  readonly notes: Note[];
  readonly requests: Exchange[];
  /** Requests beyond those that are told one by one, by what was answered. */
  readonly more: Record<string, number>;
  /** Scripts, styles and pictures of the pages. */
  files: number;
  cspViolations: number;
  /** What the console said that the step had not announced. */
  unannounced: number;
  axe: { scans: number; findings: number };
  /** What is said of services that did not answer when the step had failed, and of processes that ended by themselves. */
  readonly unresponsive: string[];
  /** Hashes of all secrets that were seen, to search the finished report for. */
  secrets: string[];
}

export type Note =
  | { readonly kind: 'saw'; readonly text: string }
  | { readonly kind: 'token'; readonly caption: string; readonly token: ShownToken }
  /** A view of a site has a name of its own, under which its picture is kept. */
  | { readonly kind: 'picture'; readonly caption: string; readonly file: string; readonly screen?: string }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'figure'; readonly name: string; readonly value: number };

/** One request and what became of it. */
export interface Exchange {
  readonly by: 'browser' | 'program';
  readonly at: number;
  readonly method: string;
  /** Without what a query or fragment holds. */
  readonly url: string;
  /** Nothing if no answer came; then `error` says why. */
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly milliseconds: number;
  readonly requestId: string | undefined;
  /** What was sent along and what was set or cleared, by fingerprint. */
  readonly sent: readonly string[];
  readonly got: readonly string[];
  /** The stable code of a problem. */
  readonly code: string | undefined;
}
