import type { StepRecord } from '../harness/record.js';
import type { StepError } from './error-text.js';
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
  readonly errors: readonly StepError[];
  /** Where its trace lies, from the report's folder. */
  readonly trace: string | undefined;
  /** Nothing if it was left out, or ended too hard to leave one. */
  readonly record: StepRecord | undefined;
  /** The log of its stack: what each request left there, and what else went wrong meanwhile. */
  readonly linesOf: ReadonlyMap<string, readonly LogLine[]>;
  readonly warnings: readonly LogLine[];
}

export interface RunReport {
  readonly began: Date;
  /** Somebody ended it before its last step. */
  readonly isInterrupted: boolean;
  /** What went wrong besides the steps: the run could not begin, or a part of it broke off. */
  readonly errors: readonly string[];
  readonly milliseconds: number;
  /** Where the report lies, from the project's folder. */
  readonly folder: string;
  /** The services that were running already; nothing if the run had its own. */
  readonly running: { readonly bank: string; readonly retirement: string } | undefined;
  readonly steps: readonly StepReport[];
}
