import { tracingChannel, type TracingChannel } from 'node:diagnostics_channel';
import type { Client } from 'pg';

/** What is published of a statement on `tracing:latchkey:database:start`, `:error` and `:asyncEnd`. */
export interface TracedStatement {
  /** The text, without what it is given for its `$1`. */
  readonly text: string;
  readonly database: string | undefined;
  readonly host: string;
  readonly port: number;
  /** If it failed. */
  readonly error?: unknown;
}

const channel: TracingChannel = tracingChannel('latchkey:database');

/** Runs a statement, and tells of it if anyone listens. */
export function tracedStatement<R>({ database, host, port }: Client, args: readonly unknown[], run: () => R): R {
  const text = channel.start.hasSubscribers ? textOf(args) : undefined;
  if (text === undefined) return run();
  const told: TracedStatement = { text, database, host, port };
  return channel.tracePromise(run as () => Promise<unknown>, told) as R;
}

// Only what is answered by a promise: a cursor and a callback end at a time of their own.
function textOf(args: readonly unknown[]): string | undefined {
  if (typeof args.at(-1) === 'function') return undefined;
  const [query] = args as [unknown];
  if (typeof query === 'string') return query;
  const { text, submit } = (query ?? {}) as { text?: unknown; submit?: unknown };
  return typeof text === 'string' && submit === undefined ? text : undefined;
}
