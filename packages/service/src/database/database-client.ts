import { callbackify } from 'node:util';
import { Client } from 'pg';
import type { ClientConfig } from 'pg';
import { placeOf } from '../config/database-hosts.rules.js';
import type { DatabaseHost } from '../config/database-hosts.rules.js';
import type { DatabaseAddress } from '../config/database-url.js';
import { PrimarySearch } from './primary-search.js';
import { tracedStatement } from './traced-statement.js';
import { consequenceOfError, ReadOnlyDatabaseError } from '../problem/database.errors.js';

/** What the server says about itself, and about whom it takes us for. */
export interface ServerState {
  readonly isReadOnly: boolean;
  readonly inRecovery: boolean;
  readonly version: string;
  /** Its clock, in milliseconds since 1970. */
  readonly now: number;
  readonly role: string;
  readonly isSuperuser: boolean;
  readonly ownsTables: boolean;
}

/** What a server says, and where it is reached. */
export interface ReachedServer extends ServerState {
  /** `host:port`; an IPv6 address in brackets, the folder of a unix socket. */
  readonly host: string;
}

const STATE = `
  SELECT current_setting('transaction_read_only')::boolean AS "isReadOnly", pg_is_in_recovery() AS "inRecovery",
         split_part(current_setting('server_version'), ' ', 1) AS version,
         (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now,
         r.rolname AS role, r.rolsuper AS "isSuperuser",
         EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relowner = r.oid) AS "ownsTables"
  FROM pg_roles r WHERE r.rolname = current_user`;

// Shorter than the pool waits for a connection, of which this is the first part.
const FOUND_WITHIN_MS = 1500;

// Whoever connects by one URL looks for its primary together: the list of its hosts is the same object for all of them.
const searches = new WeakMap<readonly DatabaseHost[], PrimarySearch>();

interface Parameters {
  host: string;
  port: number;
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
  readonly #config: ClientConfig;
  readonly #search: PrimarySearch | undefined;

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
    this.#config = config;
    this.#search = searchFor((config as Partial<DatabaseAddress>).hosts);
    // Its queries fail anyway; an 'error' that nobody hears would end the process.
    this.on('error', () => {});
    const parameters = (this as unknown as { connectionParameters: Parameters }).connectionParameters;
    parameters.options = config.options || undefined;
    parameters.replication = undefined;
    const query = this.query.bind(this) as (...args: unknown[]) => unknown;
    this.query = ((...args: unknown[]) => {
      const result = tracedStatement(this, args, () => query(...args));
      if (result instanceof Promise) result.catch((error: unknown) => this.#endIfSpoilt(error));
      return result;
    }) as Client['query'];
  }

  /** Where this connection leads. */
  get place(): string {
    return placeOf(this);
  }

  /** Connects to the server that it was given; of several, to the one that takes writes. */
  override connect(): Promise<this>;
  override connect(callback: (error: Error | null) => void): void;
  override connect(callback?: (error: Error | null) => void): Promise<this> | void {
    if (callback === undefined) return this.#connect();
    callbackify(() => this.#connect())((error) => callback(error));
  }

  async #connect(): Promise<this> {
    if (this.#search !== undefined) this.#leadTo(await this.#search.find((host) => this.#ask(host)));
    if ((this as unknown as { _ending: boolean })._ending) throw new Error('Connection terminated before it was made');
    try {
      await super.connect();
    } catch (error) {
      this.#search?.forget(this.place);
      // The driver leaves half a login open where it gives up itself, as without a password; the server keeps CREATE DATABASE waiting for it.
      void this.end().catch(() => undefined);
      throw error;
    }
    return this;
  }

  #leadTo({ host, port }: DatabaseHost): void {
    Object.assign(this, { host, port });
    Object.assign((this as unknown as { connectionParameters: Parameters }).connectionParameters, { host, port });
  }

  async #ask(host: DatabaseHost): Promise<void> {
    const limits = { connectionTimeoutMillis: FOUND_WITHIN_MS, query_timeout: FOUND_WITHIN_MS };
    const { password } = this.#config;
    // The pool hides the password from those who copy its options.
    const own = { ...this.#config, password, ...host, ...limits, hosts: undefined, stream: undefined };
    const client = new DatabaseClient(own as ClientConfig);
    try {
      await client.connect();
      await client.requireWritable();
    } finally {
      void client.end().catch(() => undefined);
    }
  }

  /** @throws ReadOnlyDatabaseError if the server takes no writes, which ends the connection */
  async requireWritable(): Promise<ReachedServer> {
    const [state] = (await this.query<ServerState>(STATE)).rows;
    if (state?.isReadOnly === false) return { ...state, host: this.place };
    const error = new ReadOnlyDatabaseError(state && { ...state, host: this.place });
    this.#endIfSpoilt(error);
    throw error;
  }

  #endIfSpoilt(error: unknown): void {
    const { connection } = consequenceOfError(error);
    if (connection === 'kept') return;
    this.#search?.forget(this.place);
    if (connection === 'all_ended') this.onReadOnly();
    void this.end().catch(() => undefined);
  }
}

function searchFor(hosts: readonly DatabaseHost[] | undefined): PrimarySearch | undefined {
  if (hosts === undefined || hosts.length < 2) return undefined;
  const search = searches.get(hosts) ?? new PrimarySearch(hosts);
  searches.set(hosts, search);
  return search;
}

const noPassword = (): string => '';
