import { redacted } from '../harness/redact.js';

/** One line of a service's log. */
export interface LogLine {
  readonly time: number;
  readonly service: string;
  readonly level: string;
  readonly requestId: string | undefined;
  /** What happened, in one or two words of the log. */
  readonly what: string;
  /** The other members. */
  readonly more: readonly (readonly [string, string])[];
}

const TOLD = new Set(['time', 'service', 'level', 'req', 'msg', 'event', 'context']);
const SHORTENED = new Set(['sessionId', 'sid', 'jti']);
const WARNING = new Set(['warn', 'error', 'fatal']);

/** The lines of JSON in what a process wrote; anything else, half a line of a killed process too, is left out. */
export function parseLog(text: string): LogLine[] {
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    try {
      return [logLine(JSON.parse(line) as Record<string, unknown>)];
    } catch {
      return [];
    }
  });
}

/** What each of these requests left in the log, of whichever service. */
export function joined(lines: readonly LogLine[], requestIds: ReadonlySet<string>): Map<string, LogLine[]> {
  const found = new Map<string, LogLine[]>();
  for (const line of lines) {
    if (line.requestId === undefined || !requestIds.has(line.requestId)) continue;
    found.set(line.requestId, [...(found.get(line.requestId) ?? []), line]);
  }
  for (const group of found.values()) group.sort((one, other) => one.time - other.time);
  return found;
}

/** Warnings and errors of a time that belong to none of these requests. */
export function warningsBetween(
  lines: readonly LogLine[],
  began: number,
  ended: number,
  told: ReadonlyMap<string, unknown>,
): LogLine[] {
  return lines
    .filter(({ level, time }) => WARNING.has(level) && time >= began && time <= ended)
    .filter(({ requestId }) => requestId === undefined || !told.has(requestId))
    .toSorted((one, other) => one.time - other.time);
}

function logLine(members: Record<string, unknown>): LogLine {
  const { time, service, level, req, msg, event } = members;
  return {
    time: typeof time === 'number' ? time : 0,
    service: word(service),
    level: word(level),
    requestId: typeof req === 'string' ? req : undefined,
    what: redacted(word(event ?? msg)),
    more: Object.entries(members)
      .filter(([name]) => !TOLD.has(name))
      .map(([name, value]) => [name, redacted(SHORTENED.has(name) ? `${word(value).slice(0, 4)}…` : word(value))]),
  };
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
