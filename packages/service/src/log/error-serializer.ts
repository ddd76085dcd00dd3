import { pino } from 'pino';

// What a statement was given may be a password's hash, a token or a name; the statement alone tells where to look.
const DATA = new Set(['parameters', 'detail', 'where']);

/** An error for the log: message, stack and codes, without the data of a database statement. */
export function serializeError(error: Error): unknown {
  const serialized: unknown = pino.stdSerializers.err(error);
  return error instanceof Error ? withoutData(serialized) : serialized;
}

function withoutData(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !DATA.has(name));
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutData(member)]));
}
