import { expect, type Browser } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Person } from '../../browser/person.js';
import { test as base } from '../../browser/test.js';
import { sleep } from '../../stack/clock.js';
import type { Stack } from '../../stack/stack.js';
import { needsOf, type About } from './step-options.js';
import { People, type Wanted } from './people.js';
import { runningServices } from './running-services.js';
import { Stacks } from './stacks.js';
import { whyNot } from './needs.js';
import { capturePrograms } from './request-log.js';
import { Qa } from './qa.js';
import { Recorder } from './recorder.js';
import { unresponsiveAmong } from './unresponsive.js';

/** What a step is given; only what it names in its braces is made. */
export interface Given {
  /** Somebody at a browser of their own who has an account and is not logged in yet. */
  person: Person;
  /** Somebody else, or the same person at another device, or a stranger; as many as are asked for. */
  somebody: (wanted?: Wanted) => Promise<Person>;
  /** The services; other ones than the last step's if this step has settings of its own. */
  stack: Stack;
  /** What the report is told. */
  qa: Qa;
  /** For a browser profile that nobody watches. */
  browser: Browser;
}

interface Inner {
  recorder: Recorder;
  people: People;
}

const abouts = new Map<string, About>();
const notBegun = process.env['LATCHKEY_QA_PROBLEM'] === undefined ? undefined : 'the run could not begin';

const test = base.extend<Omit<Given, 'browser'> & Inner, { stacks: Stacks }>({
  stacks: [
    async ({}, use, info) => {
      const stacks = new Stacks(join(info.project.outputDir, 'logs'));
      await use(stacks);
      await stacks.endAll();
    },
    { scope: 'worker', timeout: 100_000 },
  ],
  recorder: [
    async ({}, use, info) => {
      const recorder = new Recorder(abouts.get(info.title) ?? { expects: '' });
      const stopCapturing = capturePrograms(recorder);
      await use(recorder);
      stopCapturing();
      const running = info.status === info.expectedStatus ? undefined : runningServices()?.stack;
      if (running !== undefined) recorder.record.unresponsive.push(...(await unresponsiveAmong(running.services)));
      const path = info.outputPath('step.json');
      writeFileSync(path, JSON.stringify(recorder.end()));
      info.attachments.push({ name: 'step', path, contentType: 'application/json' });
    },
    { auto: true },
  ],
  qa: async ({ recorder }, use, info) => use(new Qa(recorder, info)),
  stack: async ({ stacks, recorder, qa }, use, info) => {
    const running = runningServices();
    if (running !== undefined) {
      qa.nameStack(running.stack);
      return use(running.stack);
    }
    const { settings, stack: plan } = recorder.record.about;
    const own = typeof plan === 'function' ? await plan() : plan;
    const shared = settings === undefined ? {} : { env: { bank: settings, retirement: settings } };
    const named = own === undefined ? await stacks.get(shared) : await stacks.fresh(own);
    recorder.record.stack = named.name;
    qa.nameStack(named.stack);
    recorder.begin();
    await use(named.stack);
    // A connection breaks before its process is known to have ended.
    const hasFailed = info.status !== info.expectedStatus;
    if (hasFailed) await sleep(500);
    const crashes = stacks.crashesOf(named);
    if (hasFailed) recorder.record.unresponsive.push(...crashes);
    if (own === undefined) await stacks.restore(named);
    else await stacks.end(named);
    if (!hasFailed) expect(crashes, 'processes that ended by themselves').toEqual([]);
  },
  people: async ({ context, stack, qa, recorder }, use, info) => {
    const people = new People(context, stack, qa, recorder);
    await use(people);
    await people.leave(info);
  },
  person: async ({ people, recorder }, use) => {
    const person = await people.first();
    recorder.begin();
    await use(person);
  },
  somebody: async ({ people }, use) => use((wanted) => people.another(wanted)),
});

/** One step of the scenario: a sentence, what must be seen, and how it is done. */
export function step(title: string, about: About, body: (given: Given) => Promise<void>): void {
  abouts.set(title, about);
  const running = runningServices()?.stack.services;
  const reason = running === undefined ? undefined : (notBegun ?? whyNot(needsOf(about)) ?? absent(about, running));
  const told = { expects: about.expects, look: about.look, 'left out': reason };
  const annotation = Object.entries(told).flatMap(([type, description]) =>
    description === undefined ? [] : [{ type, description }],
  );
  // The body itself is handed on, because Playwright reads in its braces what to make.
  if (reason === undefined) test(title, { annotation }, body);
  else test.skip(title, { annotation }, body);
}

/** Why a step of one service is left out where nobody runs that service. */
function absent({ at }: About, running: Stack['services']): string | undefined {
  return at === undefined || at in running ? undefined : `the running services have no ${at}`;
}

export { expect } from '@playwright/test';
