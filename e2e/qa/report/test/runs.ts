import type { StepRecord } from '../../harness/record.js';
import type { RunReport, StepReport } from '../run.js';

/** A step that passed, unless it is said otherwise. */
export function aStep(more: Partial<StepReport> = {}): StepReport {
  return {
    number: 1,
    chapter: 'One login',
    title: 'A step',
    outcome: 'passed',
    expects: 'It works.',
    milliseconds: 1_234,
    look: undefined,
    reason: undefined,
    errors: [],
    trace: undefined,
    record: undefined,
    linesOf: new Map(),
    warnings: [],
    ...more,
  };
}

export function aRun(...steps: StepReport[]): RunReport {
  const began = new Date('2026-11-27T12:00:00Z');
  return {
    began,
    isInterrupted: false,
    errors: [],
    milliseconds: 61_000,
    folder: 'e2e/test-results/qa',
    running: undefined,
    steps,
  };
}

export function aRecord(more: Partial<StepRecord> = {}): StepRecord {
  return {
    about: { expects: 'It works.' },
    stack: 'stack-1',
    began: 1_000,
    ended: 2_000,
    names: { 'http://bank.demo.localhost:1': 'bank' },
    notes: [],
    requests: [],
    more: {},
    files: 0,
    cspViolations: 0,
    unannounced: 0,
    axe: { scans: 0, findings: 0 },
    unresponsive: [],
    secrets: [],
    ...more,
  };
}
