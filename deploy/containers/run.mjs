import { setTimeout as wait } from 'node:timers/promises';
import { ExplainedError, log } from '../../scripts/log.mjs';
import { isInterrupted } from '../../scripts/processes.mjs';

/** One run of the command: tells its steps, counts what it looked at, and puts away what it made, the last first. */
export class Run {
  #undo = [];
  passed = 0;
  failed = [];

  async step(title, work) {
    this.goOn();
    log(`\n${title}`);
    const began = performance.now();
    const result = await work();
    log(`  ${((performance.now() - began) / 1000).toFixed(1)} s`);
    return result;
  }

  /** What was looked at and found, or not found, as it must be; the run goes on either way. */
  check(holds, what, seen = '') {
    if (holds) this.passed += 1;
    else this.failed.push(what);
    log(`  ${holds ? 'ok ' : '✗  '} ${what}${seen === '' ? '' : `: ${seen}`}`);
    return holds;
  }

  /** What is to be put away at the end, however that comes. */
  later(what, undo) {
    this.#undo.push({ what, undo });
  }

  async putAway() {
    for (const { what, undo } of this.#undo.splice(0).toReversed()) {
      try {
        await undo();
      } catch (error) {
        this.failed.push(`put away ${what}`);
        log(`  ✗  ${what} is left: ${error.message}`);
      }
    }
  }

  goOn() {
    if (isInterrupted()) throw new ExplainedError('interrupted');
  }

  async sleep(milliseconds) {
    const until = performance.now() + milliseconds;
    while (performance.now() < until) {
      this.goOn();
      await wait(Math.max(0, Math.min(100, until - performance.now())));
    }
  }

  /** Waits until it holds, at most so many seconds; answers whether it does. */
  async until(holds, seconds) {
    const deadline = performance.now() + seconds * 1000;
    while (!(await holds())) {
      if (performance.now() > deadline) return false;
      await this.sleep(200);
    }
    return true;
  }
}
