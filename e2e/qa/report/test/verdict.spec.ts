import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { projectRoot } from '../../../stack/paths.js';
import { needsOf } from '../../harness/step-options.js';
import { whyNot } from '../../harness/needs.js';
import { chapterOf } from '../chapters.js';
import { page } from '../html/page.js';
import { junitToHandOn } from '../junit.js';
import { markdown } from '../markdown.js';
import { figures, hasPassed, verdict } from '../verdict.js';
import { aRecord, aRun, aStep } from './runs.js';

const passed = aStep();
const failed = aStep({ outcome: 'failed' });
const left = aStep({ outcome: 'left out' });

const runs = [
  [[passed], 'The one step passed.', true],
  [[passed, passed], 'Both steps passed.', true],
  [[passed, passed, passed, left], 'All 3 steps passed. 1 left out.', true],
  [[passed, failed, left, left], '1 of 2 steps failed. 2 left out.', false],
  [[failed], '1 of 1 step failed.', false],
  [[left], 'No step was run. 1 left out.', false],
  [[], 'No step was run.', false],
] as const;
for (const [steps, words, isGood] of runs) {
  test(`of ${steps.length} steps: ${words}`, () => {
    expect(verdict(aRun(...steps))).toBe(words);
    expect(hasPassed(aRun(...steps))).toBe(isGood);
  });
}

test('what goes wrong besides the steps fails the run, and says so in every report', () => {
  const run = { ...aRun(passed), errors: ['The database went away.'] };
  expect(verdict(run)).toBe('Something besides the steps went wrong. The one step passed.');
  expect(hasPassed(run)).toBe(false);
  expect(verdict({ ...aRun(left), errors: ['The bank cannot be reached.'] })).toBe('The run could not begin.');
  const junit = junitToHandOn('<testsuites></testsuites>', run.errors);
  for (const text of [page(run), markdown(run), junit]) expect(text).toContain('The database went away.');
  expect(junit).toContain('<error message="The database went away."/>');
});

test('a run that was interrupted has not passed, whatever its steps say', () => {
  const run = { ...aRun(passed, left), isInterrupted: true };
  expect(verdict(run)).toBe('Interrupted. The one step passed. 1 left out.');
  expect(hasPassed(run)).toBe(false);
});

test('figures of one name are added up, and requests that are not told one by one count', () => {
  const notes = [{ kind: 'figure', name: 'logins', value: 1 }] as const;
  const one = aStep({ record: aRecord({ notes: [...notes], more: { '200': 30 } }) });
  const found = new Map(figures(aRun(one, one)).map(({ name, value }) => [name, value]));
  expect(found.get('logins')).toBe('2');
  expect(found.get('requests of programs')).toBe('60');
  expect(found.get('time')).toBe('1 min 1 s');
});

test('a step with settings of its own is left out against running services', () => {
  expect(whyNot(needsOf({ expects: '' }))).toBeUndefined();
  expect(whyNot(needsOf({ expects: '', settings: {} }))).toMatch(/^not against running services: it needs a stack/);
  expect(whyNot(needsOf({ expects: '', needs: ['kill', 'wait'] }))).toContain(' services, and it waits');
});

test('every file of steps has its place in the story', () => {
  const files = readdirSync(join(projectRoot, 'e2e/qa/steps')).filter((name) => name.endsWith('.spec.ts'));
  const { place: end } = chapterOf('not-a-file.spec.ts');
  expect(files.filter((file) => chapterOf(file).place === end)).toEqual([]);
});
