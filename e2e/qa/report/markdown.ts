import type { RunReport, StepReport } from './run.js';
import { duration, figures, verdict } from './verdict.js';

const marks = { passed: '✓', failed: '✗', 'left out': '–' } as const;

/** The run on one page. */
export function markdown(run: RunReport): string {
  const failed = run.steps.filter(({ outcome }) => outcome === 'failed');
  return [
    '# Scenario report',
    '',
    `**${verdict(run)}** ${escaped(setting(run))}`,
    '',
    ...table(
      ['figure', ''],
      figures(run).map(({ name, value }) => [escaped(name), escaped(value)]),
    ),
    ...(run.errors.length === 0 ? [] : ['## Failed', '', ...run.errors.map((words) => `- ${escaped(words)}`), '']),
    ...failed.flatMap((step) => [`## Failed: ${escaped(step.title)}`, '', ...failure(step), '']),
    '## Steps',
    '',
    ...table(['', 'step', 'time'], run.steps.map(row)),
  ].join('\n');
}

/** When, how and on what it was run. */
export function setting({ began, running }: RunReport): string {
  const when = `${began.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const where = running === undefined ? 'on services of its own' : `against ${running.bank} and ${running.retirement}`;
  return `Run ${where}, ${when}, Node ${process.version}.`;
}

function row({ outcome, number, title, reason, milliseconds }: StepReport): string[] {
  const why = reason === undefined ? '' : ` (${reason})`;
  return [marks[outcome], `${number}. ${escaped(title + why)}`, outcome === 'left out' ? '' : duration(milliseconds)];
}

function failure({ errors, look, trace }: StepReport): string[] {
  return [
    ...errors.map(({ words }) => `- ${escaped(words)}`),
    ...(look === undefined ? [] : [`- Look first at ${escaped(look)}.`]),
    ...(trace === undefined ? [] : [`- Trace, without tokens and passwords: ${escaped(trace)}`]),
  ];
}

export function table(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line), ''];
}

/** Text that stays text: nothing in it is markup, a link or the end of a cell. */
export function escaped(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~#]/g, (character) => `\\${character}`);
}
