import { expect, type BrowserContext, type BrowserContextOptions, type TestInfo } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { Observer } from '../../browser/observer.js';
import { Person } from '../../browser/person.js';
import type { Stack } from '../../stack/stack.js';
import { PASSWORD, register } from '../../stack/test-user.js';
import { runningServices } from './running-services.js';
import { captureBrowser } from './request-log.js';
import type { Qa } from './qa.js';
import type { Recorder } from './recorder.js';

/** Who somebody is: the account of another person at a new device, with `account: false` a stranger without one, or one of a name. */
export interface Wanted {
  /** How the browser is set up, in time zone, language, colours. */
  readonly browser?: BrowserContextOptions;
  readonly as?: Person;
  readonly account?: boolean;
  /** For pictures; no other step on the same stack may have it. */
  readonly called?: string;
}

/** Names that no other run has used at the same services. */
const run = randomBytes(3).toString('hex');
let registered = 0;

/** Everybody of one step, each with a browser profile of their own and eyes on all that its pages say. */
export class People {
  readonly #context: BrowserContext;
  readonly #stack: Stack;
  readonly #qa: Qa;
  readonly #recorder: Recorder;
  readonly #all: Person[] = [];
  readonly #opened: BrowserContext[] = [];

  constructor(context: BrowserContext, stack: Stack, qa: Qa, recorder: Recorder) {
    this.#context = context;
    this.#stack = stack;
    this.#qa = qa;
    this.#recorder = recorder;
  }

  /** Whom the step is about. */
  first(): Promise<Person> {
    return this.#enter(this.#context, {});
  }

  async another(wanted: Wanted = {}): Promise<Person> {
    const browser = this.#context.browser();
    if (browser === null) throw new Error('there is no browser to open another profile in');
    const context = await browser.newContext({ reducedMotion: 'reduce', ...wanted.browser });
    this.#opened.push(context);
    return this.#enter(context, wanted);
  }

  async #enter(context: BrowserContext, wanted: Wanted): Promise<Person> {
    const { username, password } = wanted.as ?? (await this.#account(wanted.account ?? true, wanted.called));
    this.#recorder.keepOut(password);
    const observer = await Observer.of(context);
    captureBrowser(context, this.#recorder);
    const person = new Person(await context.newPage(), this.#stack, username, observer, password);
    this.#all.push(person);
    return person;
  }

  /** Takes the last pictures, waits for what is still being response, and judges what the pages said. */
  async leave(info: TestInfo): Promise<void> {
    const hasFailed = info.status !== info.expectedStatus;
    for (const person of this.#all) await this.#lastPictures(person, hasFailed);
    await this.#recorder.settled();
    for (const context of this.#opened) await context.close();
    this.#recorder.record.cspViolations = this.#all.reduce((sum, { observer }) => sum + observer.violations(), 0);
    const findings = this.#all.flatMap(({ observer }) => observer.findings());
    this.#recorder.record.unannounced = findings.length;
    // A step that has failed says why; what was still to come is not a second reason.
    if (hasFailed) findings.forEach((finding) => this.#qa.saw(`The browser said: ${finding}`));
    else expect(findings, 'nothing unexpected in the console').toEqual([]);
  }

  async #lastPictures(person: Person, hasFailed: boolean): Promise<void> {
    const pages = person.context.pages().filter((page) => page.url() !== 'about:blank');
    const when = hasFailed ? 'When it failed' : 'At the end';
    for (const [index, page] of pages.entries()) {
      const which = pages.length === 1 ? '' : `, tab ${index + 1}`;
      // A page that is stuck has no picture; that is not a reason to lose the rest.
      await this.#qa.picture(when + which, page, hasFailed || undefined).catch(() => undefined);
    }
  }

  async #account(isWanted: boolean, name?: string): Promise<{ username: string; password: string }> {
    const running = runningServices();
    if (running !== undefined && isWanted) return running.account;
    registered += 1;
    const username = name ?? `person-${run}-${process.pid}-${registered}`;
    if (isWanted) await register(this.#stack, username);
    return { username, password: PASSWORD };
  }
}
