import { escaped } from './markup.js';

/** Playwright's JUnit report, and one more test for each thing that went wrong besides the steps: nobody takes the run for a good one. */
export function junitToHandOn(xml: string, errors: readonly string[]): string {
  if (errors.length === 0) return xml;
  const sums = `tests="${errors.length}" errors="${errors.length}" failures="0" skipped="0"`;
  const tests = errors.map(
    (words) =>
      `<testcase name="The run itself" classname="run"><error message="${escaped(xmlText(words))}"/></testcase>`,
  );
  return xml.replace(/<\/testsuites>\s*$/, `<testsuite name="run" ${sums}>\n${tests.join('\n')}\n</testsuite>\n$&`);
}

/** Characters that XML 1.0 cannot hold are left out, however they are written. */
function xmlText(text: string): string {
  return text.replaceAll(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
}
