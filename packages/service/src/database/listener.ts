import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { escapeIdentifier } from 'pg';
import type { ClientConfig } from 'pg';
import type { Logger as Pino } from 'pino';
import { backOff } from '@latchkey/verifier/outbound';
import { DatabaseClient } from './database-client.js';
import { NotificationProbe, PROBE_CHANNEL } from './notification-probe.js';
import { databaseUnavailable, isDatabaseAway } from '../problem/database.errors.js';

const PAUSES = { first: 50, longest: 2000 };
const CONNECT_WITHIN_MS = 2000;
const FAREWELL_WITHIN_MS = 500;
const STATEMENT_TIMEOUT_MS = 5000;
// The client's own limit ends what a stopped server never answers.
const QUERY_TIMEOUT_MS = 6000;
// A peer that vanished without a word is noticed 15 s later: libuv sends ten probes, one a second.
const KEEP_ALIVE_AFTER_MS = 5000;

/** A subscription to one of the database's channels; see `Database.listen`. */
export interface Listener {
  /** Whether it has a connection at this moment. */
  readonly isConnected: boolean;

  /**
   * Runs one statement on the connection that listens, and returns its rows: it does not wait behind the requests that
   * wait for the pool. One at a time.
   * @throws AppError 503 `database_unavailable` while there is no connection
   */
  query<R>(sql: string, params?: readonly unknown[]): Promise<R[]>;

  /** Ends the subscription and its connection; afterwards `onNotify` is not called any more. */
  close(): Promise<void>;
}

/** LISTEN on a connection of its own, which is made again whenever it is lost. */
export class ChannelListener implements Listener {
  readonly #closing = new AbortController();
  readonly #options: ClientConfig;
  readonly #running: Promise<void>;
  #farewell: (() => Promise<void>) | undefined;
  #connected: DatabaseClient | undefined;
  readonly #probe: NotificationProbe;

  constructor(
    options: ClientConfig,
    readonly channel: string,
    private readonly onNotify: () => void,
    send: (channel: string, payload: string) => Promise<unknown>,
    private readonly log: Pino | undefined,
  ) {
    this.#probe = new NotificationProbe(send, (isHearing) => this.#tell(isHearing));
    this.#options = {
      ...options,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
    };
    this.#running = this.#run();
  }

  get isConnected(): boolean {
    return this.#connected !== undefined;
  }

  /** Whether notifications really arrive: not behind a pooler in transaction mode, where polling is all there is. */
  get isHearing(): boolean {
    return this.isConnected && this.#probe.isHearing;
  }

  async query<R>(sql: string, params: readonly unknown[] = []): Promise<R[]> {
    const client = this.#connected;
    if (client === undefined) throw databaseUnavailable('not listening');
    try {
      return (await client.query(sql, [...params])).rows as R[];
    } catch (error) {
      // What was not answered in time would be waited for by the next statement.
      if (isDatabaseAway(error) && client === this.#connected) {
        this.#connected = undefined;
        void this.#farewell?.();
      }
      throw error;
    }
  }

  /** Gives the connection up, to make a new one, if it leads to a server that takes no writes or does not answer. */
  async check(): Promise<void> {
    if (this.isConnected) this.#probe.run();
    await this.#connected?.requireWritable().catch((error: unknown) => {
      this.log?.debug({ err: error, channel: this.channel }, 'a listening database connection is given up');
      return this.#farewell?.();
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#farewell?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#isClosing) {
      try {
        await this.#listenOnce(() => (failures = 0));
        if (!this.#isClosing) this.log?.warn({ channel: this.channel }, 'a listening database connection was lost');
      } catch (error) {
        this.log?.debug({ err: error, channel: this.channel }, 'cannot listen to the database');
      }
      failures += 1;
      await sleep(backOff(failures, PAUSES), undefined, { signal: this.#closing.signal, ref: false }).catch(() => {});
    }
  }

  async #listenOnce(onListening: () => void): Promise<void> {
    const socket = new Socket();
    const client = new DatabaseClient({ ...this.#options, stream: () => socket });
    const isOver = new Promise<void>((resolve) => {
      client.once('end', resolve);
      socket.once('close', () => resolve());
    });
    client.on('error', (error) => this.log?.debug({ err: error, channel: this.channel }, 'listening failed'));
    client.on('notification', ({ channel, payload }) =>
      channel === PROBE_CHANNEL ? this.#probe.receive(payload) : this.#notify(),
    );
    this.#farewell = async () => {
      await Promise.race([client.end().catch(() => undefined), sleep(FAREWELL_WITHIN_MS, undefined, { ref: false })]);
      socket.destroy();
    };
    const subscribe = async (): Promise<void> => {
      await client.connect();
      // What a demoted server is told of, nobody hears.
      await client.requireWritable();
      await client.query(`LISTEN ${escapeIdentifier(this.channel)}; LISTEN ${PROBE_CHANNEL}`);
      onListening();
      this.#connected = client;
      this.#probe.restart();
      this.#notify();
    };
    try {
      // A promise for a client that is ended while it connects never settles.
      await Promise.race([subscribe(), isOver]);
      await isOver;
    } finally {
      this.#farewell = undefined;
      this.#connected = undefined;
      socket.destroy();
    }
  }

  #tell(isHearing: boolean): void {
    const { channel } = this;
    if (isHearing) this.log?.info({ channel }, 'notifications of the database arrive');
    else this.log?.warn({ channel }, 'notifications of the database do not arrive, as behind a pooler: it is polled');
  }

  #notify(): void {
    if (this.#isClosing) return;
    try {
      this.onNotify();
    } catch (error) {
      this.log?.error({ err: error, channel: this.channel }, 'what a notification was to start has failed');
    }
  }

  get #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }
}
