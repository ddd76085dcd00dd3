import type { RunReport, StepReport } from './run.js';
import { count } from './verdict.js';

/** The run for machines that know JUnit's format; valid by the schema that Jenkins checks it with. */
export function junit(run: RunReport): string {
  const chapters = Map.groupBy(run.steps, ({ chapter }) => chapter);
  const suites = [...chapters].map(([name, steps]) => {
    const time = steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    return `  <testsuite ${sums(name, steps, time)} skipped="${count(steps, 'left out')}">\n${steps.map(testcase).join('')}  </testsuite>\n`;
  });
  const all = sums('Latchkey scenario', run.steps, run.milliseconds, run.faults.length);
  const first = beside(run.faults);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${all}>\n${first}${suites.join('')}</testsuites>\n`;
}

/** A step of its own for each thing that went wrong beside the steps, so that no machine takes the run for a good one. */
function beside(faults: readonly string[]): string {
  if (faults.length === 0) return '';
  const cases = faults.map(
    (words) =>
      `    <testcase name="The run itself" classname="Latchkey scenario" time="0"><error message="${escaped(words)}"/></testcase>\n`,
  );
  return `  <testsuite ${sums('Latchkey scenario', [], 0, faults.length)}>\n${cases.join('')}  </testsuite>\n`;
}

function sums(name: string, steps: readonly StepReport[], milliseconds: number, errors = 0): string {
  return (
    `name="${escaped(name)}" tests="${steps.length + errors}" failures="${count(steps, 'failed')}" errors="${errors}" ` +
    `time="${seconds(milliseconds)}"`
  );
}

function testcase({ title, chapter, milliseconds, outcome, reason, faults, look }: StepReport): string {
  const head = `    <testcase name="${escaped(title)}" classname="${escaped(chapter)}" time="${seconds(milliseconds)}"`;
  if (outcome === 'passed') return `${head}/>\n`;
  if (outcome === 'left out') return `${head}><skipped message="${escaped(reason ?? '')}"/></testcase>\n`;
  const first = look === undefined ? '' : `Look first at ${look}\n\n`;
  const details = first + faults.map(({ detail }) => detail).join('\n\n');
  return `${head}><failure message="${escaped(faults[0]?.words ?? 'it failed')}">${escaped(details)}</failure></testcase>\n`;
}

const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(3);

const named: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** Characters that XML 1.0 cannot hold are left out, however they are written. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"\n\t]/g, (character) => named[character] ?? '');
}
