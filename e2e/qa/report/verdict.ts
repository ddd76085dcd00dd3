import type { Outcome, RunReport, StepReport } from './run.js';

/** One figure for the top of a report. */
export interface Figure {
  readonly name: string;
  readonly value: string;
}

export function count(steps: readonly StepReport[], outcome: Outcome): number {
  return steps.filter((step) => step.outcome === outcome).length;
}

export function hasPassed({ steps, isInterrupted, errors }: RunReport): boolean {
  return !isInterrupted && errors.length === 0 && count(steps, 'failed') === 0 && count(steps, 'passed') > 0;
}

/** The run in one sentence. */
export function verdict({ steps, isInterrupted, errors }: RunReport): string {
  if (isInterrupted) return `Interrupted. ${verdictOf(steps)}`;
  if (errors.length > 0) {
    const wasRun = steps.some(({ outcome }) => outcome !== 'left out');
    return wasRun ? `Something besides the steps went wrong. ${verdictOf(steps)}` : 'The run could not begin.';
  }
  return verdictOf(steps);
}

function verdictOf(steps: readonly StepReport[]): string {
  const [passed, failed, leftOut] = [count(steps, 'passed'), count(steps, 'failed'), count(steps, 'left out')];
  const rest = leftOut === 0 ? '' : ` ${leftOut} left out.`;
  if (failed > 0) return `${failed} of ${passed + failed} ${passed + failed === 1 ? 'step' : 'steps'} failed.${rest}`;
  if (passed === 0) return `No step was run.${rest}`;
  const all = passed === 1 ? 'The one step' : passed === 2 ? 'Both steps' : `All ${passed} steps`;
  return `${all} passed.${rest}`;
}

export function figures(run: RunReport): Figure[] {
  const records = run.steps.flatMap(({ record }) => record ?? []);
  const sum = (of: (record: (typeof records)[number]) => number): number =>
    records.reduce((total, record) => total + of(record), 0);
  const requests = (by: string): number =>
    sum(({ requests, more }) => {
      const untold = by === 'program' ? Object.values(more).reduce((total, number) => total + number, 0) : 0;
      return requests.filter((request) => request.by === by).length + untold;
    });
  const named = new Map<string, number>();
  for (const { notes } of records) {
    for (const note of notes)
      if (note.kind === 'figure') named.set(note.name, (named.get(note.name) ?? 0) + note.value);
  }
  return [
    { name: 'passed', value: String(count(run.steps, 'passed')) },
    { name: 'failed', value: String(count(run.steps, 'failed')) },
    { name: 'left out', value: String(count(run.steps, 'left out')) },
    { name: 'time', value: duration(run.milliseconds) },
    ...[...named].map(([name, value]) => ({ name, value: String(value) })),
    { name: 'requests of the browser', value: String(requests('browser')) },
    { name: 'requests of programs', value: String(requests('program')) },
    {
      name: 'findings of axe (accessibility)',
      value: `${sum(({ axe }) => axe.findings)} in ${sum(({ axe }) => axe.scans)} looks`,
    },
    { name: 'unannounced messages in the console', value: String(sum(({ unannounced }) => unannounced)) },
    { name: 'violations of the CSP or Trusted Types', value: String(sum(({ cspViolations }) => cspViolations)) },
  ];
}

export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const whole = Math.round(milliseconds / 1_000);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
