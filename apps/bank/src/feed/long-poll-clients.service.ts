import { Injectable } from '@nestjs/common';
import { addressKey, Metrics, Readiness } from '@latchkey/service';

const MOST_FROM_ONE_ADDRESS = 64;
const MOST = 4096;

/** Requests that wait for news: until there are some, their time is over, their client hangs up, or the bank stops. */
@Injectable()
export class LongPollClientsService {
  /** Each with the lists that it waits for: 2 all, 1 sessions alone. */
  readonly #waiting = new Map<() => void, 1 | 2>();
  readonly #byAddress = new Map<string, number>();

  constructor(
    private readonly readiness: Readiness,
    metrics: Metrics,
  ) {
    readiness.onFinish(() => this.wake());
    metrics.gauge('latchkey_revocations_waiting', 'Requests that wait for news of the revocation feed.', [], (gauge) =>
      gauge.set(this.#waiting.size),
    );
  }

  /** Answers all that wait; or only those that wait for all lists. */
  wake(ver: 1 | 2 = 1): void {
    for (const [go, waited] of this.#waiting) if (waited >= ver) go();
  }

  /** Waits for so many seconds at most; not at all if too many wait already, from this address or altogether. */
  async wait(seconds: number, ver: 1 | 2, address: string, gone: AbortSignal): Promise<void> {
    const key = addressKey(address);
    const here = this.#byAddress.get(key) ?? 0;
    if (this.readiness.isFinishing || here >= MOST_FROM_ONE_ADDRESS || this.#waiting.size >= MOST) return;
    this.#byAddress.set(key, here + 1);
    await this.#signal(seconds, ver, gone);
    const left = this.#byAddress.get(key)! - 1;
    if (left === 0) this.#byAddress.delete(key);
    else this.#byAddress.set(key, left);
  }

  #signal(seconds: number, ver: 1 | 2, gone: AbortSignal): Promise<void> {
    if (gone.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        gone.removeEventListener('abort', go);
        this.#waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, seconds * 1000);
      gone.addEventListener('abort', go);
      this.#waiting.set(go, ver);
    });
  }
}
