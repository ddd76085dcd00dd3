import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { PASSWORD } from '../stack/test-user.js';
import { projectRoot } from '../stack/paths.js';
import { runningServices } from './harness/running-services.js';
import type { StepRecord } from './harness/record.js';
import { chapterOf } from './report/chapters.js';
import { errorTextOf, type StepError } from './report/error-text.js';
import { page } from './report/html/page.js';
import { junitToHandOn } from './report/junit.js';
import { leaksIn } from './report/leaks.js';
import { joined, parseLog, warningsBetween, type LogLine } from './report/log-lines.js';
import { markdown } from './report/markdown.js';
import type { Outcome, RunReport, StepReport } from './report/run.js';
import { cleaned, withoutSecrets } from './report/trace.js';
import { duration, hasPassed, verdict } from './report/verdict.js';

const FILES = ['report.html', 'report.md', 'junit.xml'] as const;
const marks: Record<Outcome, string> = { passed: '✓', failed: '✗', 'left out': '–' };

/** Tells the run at the terminal while it goes on, and writes its report at the end. */
export default class ScenarioReporter implements Reporter {
  readonly #folder = process.env['LATCHKEY_QA_REPORT'] ?? join(projectRoot, 'e2e/test-results/qa');
  readonly #ended = new Map<TestCase, TestResult>();
  /** Set where the services that were named cannot be used: the report says so, and every step is left out. */
  readonly #problem = process.env['LATCHKEY_QA_PROBLEM'];
  readonly #runErrors: string[] = this.#problem?.split('\n✗ ') ?? [];
  #began = new Date();
  #tests: TestCase[] = [];
  #logs = '';

  printsToStdio(): boolean {
    return true;
  }

  onBegin(config: FullConfig, suite: Suite): void {
    this.#began = new Date();
    const placeOf = (test: TestCase): number => chapterOf(fileOf(test)).place;
    this.#tests = suite.allTests().toSorted((one, other) => placeOf(one) - placeOf(other));
    this.#logs = join(config.projects[0]?.outputDir ?? '', 'logs');
    mkdirSync(this.#folder, { recursive: true });
    // Only what a run before left: the folder may be anybody's.
    for (const name of [...FILES, 'traces', 'gallery'])
      rmSync(join(this.#folder, name), { recursive: true, force: true });
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    this.#ended.set(test, result);
    if (this.#problem !== undefined) return;
    const outcome = outcomeOf(result);
    const reason = annotated(test, 'left out');
    const more = outcome === 'left out' ? (reason ?? 'not reached') : duration(result.duration);
    console.log(`  ${marks[outcome]} ${test.title} (${more})`);
  }

  onError(error: { message?: string }): void {
    const message = error.message ?? 'an error without words';
    this.#runErrors.push(message.includes('No tests found') ? 'No step has these words in its name.' : message);
  }

  async onEnd(result: FullResult): Promise<{ status: FullResult['status'] }> {
    // What breaks because somebody ended the run is not an error.
    if (result.status === 'interrupted') this.#runErrors.length = 0;
    const run: RunReport = {
      began: this.#began,
      isInterrupted: result.status === 'interrupted',
      errors: this.#runErrors.map((message) => errorTextOf(message, this.#passwords(), projectRoot).words),
      milliseconds: Date.now() - this.#began.getTime(),
      folder: relative(projectRoot, this.#folder),
      running: this.#running(),
      steps: this.#tests.map((test, index) => this.#step(test, index + 1)),
    };
    const texts = [page(run), markdown(run), this.#junit(run)];
    const leaks = this.#leaks(run, texts.join('\n'));
    if (leaks.length === 0) for (const [index, name] of FILES.entries()) this.#write(name, texts[index] ?? '');
    const isGood = leaks.length === 0 && hasPassed(run) && result.status === 'passed' && this.#runErrors.length === 0;
    this.#keepGallery(run);
    this.#tell(run, leaks);
    return { status: isGood ? 'passed' : 'failed' };
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.#folder, name), text);
  }

  /** What Playwright's own reporter has written by now. */
  #junit(run: RunReport): string {
    const path = process.env['LATCHKEY_QA_JUNIT'] ?? '';
    const xml = existsSync(path) ? readFileSync(path, 'utf8') : '<testsuites>\n</testsuites>';
    return junitToHandOn(cleaned(xml, this.#hashes(run), this.#passwords()).replaceAll(projectRoot, ''), run.errors);
  }

  /** The pictures of all views and states of the sites, each under a name that stays. */
  #keepGallery({ steps }: RunReport): void {
    const folder = join(this.#folder, 'gallery');
    for (const note of steps.flatMap(({ record }) => record?.notes ?? [])) {
      if (note.kind !== 'picture' || note.screen === undefined) continue;
      mkdirSync(folder, { recursive: true });
      copyFileSync(note.file, join(folder, `${note.screen}.jpg`));
    }
  }

  #running(): RunReport['running'] {
    const stack = runningServices()?.stack;
    return stack === undefined ? undefined : { bank: stack.bank.url, retirement: stack.retirement.url };
  }

  #step(test: TestCase, number: number): StepReport {
    const result = this.#ended.get(test);
    const outcome = result === undefined ? 'left out' : outcomeOf(result);
    const record = recordOf(result);
    const unresponsive = record?.unresponsive ?? [];
    const lines = this.#linesOf(record);
    const ids = new Set(record?.requests.flatMap(({ requestId }) => requestId ?? []));
    const linesOf = joined(lines, ids);
    return {
      number,
      chapter: chapterOf(fileOf(test)).title,
      title: test.title,
      outcome,
      expects: annotated(test, 'expects') ?? '',
      look: unresponsive.length > 0 ? undefined : annotated(test, 'look'),
      reason:
        outcome === 'left out' ? (annotated(test, 'left out') ?? 'the run ended before it was reached') : undefined,
      milliseconds: record === undefined ? (result?.duration ?? 0) : record.ended - record.began,
      errors: [...unresponsive.map((words) => ({ words, detail: words })), ...this.#stepErrors(outcome, result)],
      trace: outcome === 'failed' ? this.#traceOf(result, number, record) : undefined,
      record,
      linesOf,
      warnings: record === undefined ? [] : warningsBetween(lines, record.began, record.ended, linesOf),
    };
  }

  #stepErrors(outcome: Outcome, result: TestResult | undefined): StepError[] {
    return (outcome === 'failed' ? (result?.errors ?? []) : []).map(({ message, value }) =>
      errorTextOf(message ?? value ?? 'it failed without words', this.#passwords(), projectRoot),
    );
  }

  #linesOf(record: StepRecord | undefined): LogLine[] {
    const file = record?.stack === undefined ? undefined : join(this.#logs, `${record.stack}.log`);
    return file !== undefined && existsSync(file) ? parseLog(readFileSync(file, 'utf8')) : [];
  }

  #traceOf(result: TestResult | undefined, number: number, record: StepRecord | undefined): string | undefined {
    const path = result?.attachments.find(({ name }) => name === 'trace')?.path;
    if (path === undefined || !existsSync(path)) return undefined;
    const { archive, leaks } = withoutSecrets(readFileSync(path), new Set(record?.secrets), this.#passwords());
    // The runner's own copy goes either way: what is kept may be handed on.
    rmSync(path);
    if (leaks.length > 0) return undefined;
    const trace = `traces/step-${number}.zip`;
    mkdirSync(join(this.#folder, 'traces'), { recursive: true });
    writeFileSync(join(this.#folder, trace), archive);
    return trace;
  }

  #passwords(): string[] {
    return [PASSWORD, runningServices()?.account.password ?? ''];
  }

  #leaks(run: RunReport, text: string): string[] {
    return leaksIn(text, this.#hashes(run), this.#passwords());
  }

  #hashes({ steps }: RunReport): Set<string> {
    return new Set(steps.flatMap(({ record }) => record?.secrets ?? []));
  }

  /** What matters most comes last: a terminal shows its end. */
  #tell(run: RunReport, leaks: readonly string[]): void {
    const near = relative(process.env['INIT_CWD'] ?? process.cwd(), this.#folder);
    const report = near.startsWith('..') ? this.#folder : near;
    console.log(`\n  ${verdict(run)} ${duration(run.milliseconds)}`);
    for (const message of this.#runErrors) console.log(`\n✗ ${message}`);
    if (leaks.length > 0) return console.log(`\n✗ The report is not written: it would hold ${leaks.join(', ')}.`);
    console.log(`  Report: ${join(report, 'report.html')}, next to report.md and junit.xml`);
    for (const { outcome, title, errors, look, trace } of run.steps) {
      if (outcome !== 'failed') continue;
      console.log(`\n✗ ${title}\n  ${errors.map(({ words }) => words).join('\n  ')}`);
      if (trace !== undefined)
        console.log(`  Trace, without tokens and passwords: npx playwright show-trace ${join(report, trace)}`);
      if (look !== undefined) console.log(`  Look first at ${look}`);
    }
  }
}

function outcomeOf({ status }: TestResult): Outcome {
  if (status === 'skipped' || status === 'interrupted') return 'left out';
  return status === 'passed' ? 'passed' : 'failed';
}

function annotated(test: TestCase, type: string): string | undefined {
  return test.annotations.find((one) => one.type === type)?.description;
}

function recordOf(result: TestResult | undefined): StepRecord | undefined {
  const path = result?.attachments.find(({ name }) => name === 'step')?.path;
  if (path === undefined || !existsSync(path)) return undefined;
  return JSON.parse(readFileSync(path, 'utf8')) as StepRecord;
}

function fileOf(test: TestCase): string {
  let suite: Suite | undefined = test.parent;
  while (suite !== undefined && suite.type !== 'file') suite = suite.parent;
  return suite?.title ?? '';
}
