import { Injectable } from '@nestjs/common';

/** What is remembered at most in one minute; an attack with more faces than that is in the metrics, not in the table. */
const MAX_KEYS = 10_000;

/** Lets each key through once a minute. */
@Injectable()
export class RefusalPaceService {
  #minute = -1;
  readonly #seen = new Set<string>();

  allows(key: string, nowMs: number): boolean {
    const minute = Math.floor(nowMs / 60_000);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#seen.clear();
    }
    if (this.#seen.size >= MAX_KEYS || this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }
}
