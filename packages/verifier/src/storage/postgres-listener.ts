import { setTimeout as sleep } from 'node:timers/promises';
import { backOff } from '../outbound/back-off.js';
import type { MakeListeningClient, PgListeningClient } from './postgres-driver.js';

const PAUSES = { first: 100, longest: 5_000 };
const FAREWELL_WITHIN_MS = 500;

/**
 * LISTEN on a connection of its own, which is made again whenever it is lost. It only wakes: behind a pooler that hands
 * connections around nothing comes, and who wants to know everything reads.
 */
export class PostgresListener {
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;

  constructor(
    private readonly makeClient: () => Promise<MakeListeningClient | undefined>,
    private readonly channel: string,
    private readonly onPayload: (payload: string) => void,
  ) {
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.race([this.#running, sleep(FAREWELL_WITHIN_MS, undefined, { ref: false })]);
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    for (let failures = 0; !signal.aborted; failures += 1) {
      const make = await this.makeClient().catch(() => undefined);
      if (make !== undefined && (await this.#listen(make).catch(() => false))) failures = 0;
      const pause = backOff(failures + 1, PAUSES, Math.random());
      await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Returns when the connection has ended; true if it ever listened. */
  async #listen(make: MakeListeningClient): Promise<boolean> {
    const client = make();
    const ended = endOf(client, this.#closing.signal);
    client.on('notification', ({ payload }) => this.onPayload(payload ?? ''));
    try {
      await Promise.race([client.connect(), ended]);
      await Promise.race([client.query(`LISTEN "${this.channel}"`), ended]);
      // It waits for news only: no reason to keep a process alive.
      client.unref?.();
      await ended;
      return true;
    } finally {
      void client.end().catch(() => undefined);
    }
  }
}

function endOf(client: PgListeningClient, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => resolve();
    client.on('error', end);
    client.on('end', end);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}
