import { Injectable } from '@nestjs/common';
import { addressKey, Metrics } from '@latchkey/service';

/** As many services as may start at once behind one address. */
const MOST_FROM_ONE_ADDRESS = 16;
const MOST = 256;

/** Readers that are being sent all that live: each holds a long text until it has read it, so there may only be so many. */
@Injectable()
export class LargeResponsesService {
  readonly #byAddress = new Map<string, number>();
  #count = 0;

  constructor(metrics: Metrics) {
    metrics.gauge('latchkey_revocations_large_answers', 'Readers that are being sent a whole set.', [], (gauge) =>
      gauge.set(this.#count),
    );
  }

  /** Counts a reader until it is gone; false if there are too many already, from this address or altogether. */
  begin(address: string, gone: AbortSignal): boolean {
    const key = addressKey(address);
    const here = this.#byAddress.get(key) ?? 0;
    if (gone.aborted || here >= MOST_FROM_ONE_ADDRESS || this.#count >= MOST) return false;
    this.#byAddress.set(key, here + 1);
    this.#count += 1;
    gone.addEventListener('abort', () => this.#end(key), { once: true });
    return true;
  }

  #end(key: string): void {
    this.#count -= 1;
    const left = this.#byAddress.get(key)! - 1;
    if (left === 0) this.#byAddress.delete(key);
    else this.#byAddress.set(key, left);
  }
}
