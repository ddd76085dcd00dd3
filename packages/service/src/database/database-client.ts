import { Client } from 'pg';
import type { ClientConfig } from 'pg';
import { consequenceOfError, ReadOnlyDatabaseError } from '../problem/database.errors.js';

/** What the server says about itself. */
export interface ServerState {
  readonly isReadOnly: boolean;
  /** Its clock, in milliseconds since 1970. */
  readonly now: number;
}

const STATE = `
  SELECT current_setting('transaction_read_only')::boolean AS "isReadOnly",
         (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;

interface Parameters {
  options: string | undefined;
  replication: string | undefined;
}

/**
 * A connection that knows nothing but what it is told: PGSSLMODE, PGOPTIONS and the like of somebody's shell do not
 * reach it. It ends itself as soon as it is not worth keeping, so that no pool hands it out again.
 */
export class DatabaseClient extends Client {
  /** Called when all connections that are as old as this one should go too. */
  onReadOnly: () => void = () => {};

  constructor(config: ClientConfig) {
    // Whatever is empty here the driver would take from the environment, and a password from a file in the home folder.
    super({
      ...config,
      client_encoding: config.client_encoding ?? 'utf8',
      sslnegotiation: config.sslnegotiation ?? 'postgres',
      application_name: config.application_name ?? 'latchkey',
      connectionTimeoutMillis: config.connectionTimeoutMillis ?? 10_000,
      password: config.password || noPassword,
    } as ClientConfig);
    // Its queries fail anyway; an 'error' that nobody hears would end the process.
    this.on('error', () => {});
    const parameters = (this as unknown as { connectionParameters: Parameters }).connectionParameters;
    parameters.options = config.options || undefined;
    parameters.replication = undefined;
    const query = this.query.bind(this) as (...args: unknown[]) => unknown;
    this.query = ((...args: unknown[]) => {
      const result = query(...args);
      if (result instanceof Promise) result.catch((error: unknown) => this.#endIfSpoilt(error));
      return result;
    }) as Client['query'];
  }

  /** @throws ReadOnlyDatabaseError if the server takes no writes, which ends the connection */
  async requireWritable(): Promise<ServerState> {
    const [state] = (await this.query<ServerState>(STATE)).rows;
    if (state?.isReadOnly === false) return state;
    const error = new ReadOnlyDatabaseError();
    this.#endIfSpoilt(error);
    throw error;
  }

  #endIfSpoilt(error: unknown): void {
    const { connection } = consequenceOfError(error);
    if (connection === 'kept') return;
    if (connection === 'all_ended') this.onReadOnly();
    void this.end().catch(() => undefined);
  }
}

const noPassword = (): string => '';
