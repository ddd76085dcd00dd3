import type { Chapter } from '../probe/probe.js';
import type { Result } from '../run.js';
import { countsOf, textOf } from './text.js';

/** The results as JUnit writes them, which what shows tests can read: a suite a chapter, a case a probe. */
export function junitOf(
  service: string,
  chapters: readonly Chapter[],
  results: readonly Result[],
  began: Date,
): string {
  const suites = chapters.flatMap(({ id, title, probes }) => {
    const inside = results.filter((result) => probes.some((probe) => probe.id === result.id));
    return inside.length === 0 ? [] : [suiteOf(service, id, title, inside, began)];
  });
  const name = attribute('name', `conformance of ${service}`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${name} ${totals(results)}>\n${suites.join('\n')}\n</testsuites>\n`;
}

function suiteOf(service: string, id: string, title: string, results: readonly Result[], began: Date): string {
  const at = attribute('timestamp', began.toISOString().slice(0, 19));
  const cases = results.map((result) => caseOf(`${service}.${id}`, result)).join('\n');
  return `  <testsuite ${attribute('name', title)} ${totals(results)} ${at}>\n${cases}\n  </testsuite>`;
}

function caseOf(group: string, result: Result): string {
  const { id, name, verdict, reason, failures, milliseconds } = result;
  const head = `    <testcase ${attribute('classname', group)} ${attribute('name', `${id}: ${name}`)} ${time(milliseconds)}`;
  if (verdict === 'passed') return `${head}/>`;
  if (verdict === 'skipped') return `${head}>\n      <skipped ${attribute('message', reason ?? '')}/>\n    </testcase>`;
  const first = failures[0];
  const words = first === undefined ? (reason ?? '') : `${first.kind}: ${first.seen}`;
  return `${head}>\n      <failure ${attribute('message', words)}>${escaped(textOf(result))}</failure>\n    </testcase>`;
}

function totals(results: readonly Result[]): string {
  const { failed, skipped } = countsOf(results);
  const spent = time(results.reduce((sum, { milliseconds }) => sum + milliseconds, 0));
  return `tests="${results.length}" failures="${failed}" errors="0" skipped="${skipped}" ${spent}`;
}

const time = (milliseconds: number): string => `time="${(milliseconds / 1_000).toFixed(3)}"`;

const attribute = (name: string, value: string): string => `${name}="${escaped(value).replaceAll(/\s/g, ' ')}"`;

const NAMES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** As XML 1.0 takes it: what is no character there is shown as one that is (§2.2). */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[&<>"]/g, (one) => NAMES[one] ?? one)
    .replaceAll(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
