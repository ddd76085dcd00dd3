import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is sent here only shows whether anything arrives: one name for all, so that a pooler's connections gather no more. */
export const PROBE_CHANNEL = 'latchkey_probe';

const HEARD_WITHIN_MS = 1000;
const EVERY_MS = 30_000;
// In a pooler's transaction mode one may arrive by chance, while a statement of the listening connection runs.
const ROUNDS = 2;

/** Finds out whether notifications arrive at a connection that listens: one is sent on another, and waited for. */
export class NotificationProbe {
  #isHearing: boolean | undefined;
  #begunAt = -Infinity;
  #attempt = 0;
  #awaited: { readonly payload: string; readonly resolve: () => void } | undefined;

  constructor(
    private readonly send: (channel: string, payload: string) => Promise<unknown>,
    private readonly onChange: (isHearing: boolean) => void,
  ) {}

  /** As it was found last; false until then. */
  get isHearing(): boolean {
    return this.#isHearing === true;
  }

  /** Something has come on the channel of probes, from whichever process. */
  receive(payload: string | undefined): void {
    if (payload === this.#awaited?.payload) this.#awaited?.resolve();
  }

  /** Forgets the attempt that is underway: the connection is another one. */
  restart(): void {
    this.#begunAt = -Infinity;
    this.run();
  }

  /** Tries, if the last attempt was some time ago. */
  run(): void {
    if (performance.now() - this.#begunAt < EVERY_MS) return;
    this.#begunAt = performance.now();
    const attempt = ++this.#attempt;
    const isCurrent = (): boolean => attempt === this.#attempt;
    void this.#arrives().then(
      (isHearing) => isCurrent() && this.#settle(isHearing),
      // It could not be sent, which says nothing.
      () => isCurrent() && (this.#begunAt = -Infinity),
    );
  }

  async #arrives(): Promise<boolean> {
    for (let round = 0; round < ROUNDS; round++) {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const payload = randomUUID();
      this.#awaited = { payload, resolve: () => resolve(true) };
      await this.send(PROBE_CHANNEL, payload);
      if (!(await Promise.race([promise, sleep(HEARD_WITHIN_MS, false, { ref: false })]))) return false;
    }
    return true;
  }

  #settle(isHearing: boolean): void {
    if (isHearing === this.#isHearing) return;
    this.#isHearing = isHearing;
    this.onChange(isHearing);
  }
}
