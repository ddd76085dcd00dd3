import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';

const CHECK_WITHIN_MS = 2500;

/** What a check may say about itself; `ok: false` is red. */
export type Detail = { readonly ok?: boolean; readonly detail?: unknown } | void;

/** The outcome of all checks. */
export interface ReadinessReport {
  readonly status: 'ready' | 'not_ready' | 'draining';
  readonly checks: Readonly<Record<string, { readonly ok: boolean; readonly detail?: unknown }>>;
}

type Check = () => Promise<Detail> | Detail;

/** Whether the service should be sent requests. Features add their checks at start. */
export class Readiness {
  readonly #checks = new Map<string, Check>();
  readonly #finishing: (() => void)[] = [];
  #isDraining = false;
  #askedAt = -Infinity;
  #isFinishing = false;

  /** Adds a named check; it is red if it throws or returns `{ ok: false }`. */
  add(name: string, check: Check): void {
    this.#checks.set(name, check);
  }

  /** From now on the service is not ready, whatever the checks say; it works on until balancers have seen that. */
  drain(): void {
    this.#isDraining = true;
  }

  /** The grace is over: no new connection comes, and what runs comes to its end. */
  finish(): void {
    if (this.#isFinishing) return;
    this.drain();
    this.#isFinishing = true;
    for (const listener of this.#finishing) listener();
  }

  /** Calls the listener when the grace is over: for requests that wait for something, which then end at once. */
  onFinish(listener: () => void): void {
    this.#finishing.push(listener);
  }

  get isFinishing(): boolean {
    return this.#isFinishing;
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Milliseconds since somebody outside last asked; Infinity if nobody has. */
  get askedMsAgo(): number {
    return performance.now() - this.#askedAt;
  }

  /** Runs all checks at once, for a probe from outside. */
  reportToProbe(): Promise<ReadinessReport> {
    this.#askedAt = performance.now();
    return this.report();
  }

  /** Runs all checks at once. */
  async report(): Promise<ReadinessReport> {
    const outcomes = await Promise.all(
      [...this.#checks].map(async ([name, check]) => [name, await outcome(check)] as const),
    );
    const isReady = outcomes.every(([, { ok }]) => ok);
    const status = this.#isDraining ? 'draining' : isReady ? 'ready' : 'not_ready';
    return { status, checks: Object.fromEntries(outcomes) };
  }
}

async function outcome(check: Check): Promise<{ ok: boolean; detail?: unknown }> {
  try {
    const result = await Promise.race([check(), tooLate()]);
    return { ok: result?.ok !== false, ...(result?.detail !== undefined && { detail: result.detail }) };
  } catch (error) {
    return { ok: false, detail: isNativeError(error) ? error.message : 'failed' };
  }
}

// A probe gives up sooner than a stopped database responds.
async function tooLate(): Promise<never> {
  await sleep(CHECK_WITHIN_MS, undefined, { ref: false });
  throw new Error(`no answer within ${CHECK_WITHIN_MS} ms`);
}
