import type { StepRecord } from '../harness/record.js';
import type { Fault } from './error-text.js';
import type { LogLine } from './log-lines.js';

export type Outcome = 'passed' | 'failed' | 'left out';

/** One step as all reports tell it. */
export interface StepReport {
  readonly number: number;
  readonly chapter: string;
  readonly title: string;
  readonly outcome: Outcome;
  readonly expects: string;
  readonly milliseconds: number;
  /** Where to look first when it fails. */
  readonly look: string | undefined;
  /** Why it was left out. */
  readonly reason: string | undefined;
  readonly faults: readonly Fault[];
  /** Where its trace lies, from the report's folder. */
  readonly trace: string | undefined;
  /** Nothing if it was left out, or ended too hard to leave one. */
  readonly record: StepRecord | undefined;
  /** The log of its house: what each request left there, and what else went wrong meanwhile. */
  readonly linesOf: ReadonlyMap<string, readonly LogLine[]>;
  readonly warnings: readonly LogLine[];
}

export interface RunReport {
  readonly began: Date;
  /** Somebody ended it before its last step. */
  readonly isInterrupted: boolean;
  /** What went wrong beside the steps: the run could not begin, or a part of it broke off. */
  readonly faults: readonly string[];
  readonly milliseconds: number;
  /** Where the report lies, from the project's folder. */
  readonly folder: string;
  /** The services that were running already; nothing if the run had its own. */
  readonly foreign: { readonly bank: string; readonly retirement: string } | undefined;
  readonly steps: readonly StepReport[];
}
