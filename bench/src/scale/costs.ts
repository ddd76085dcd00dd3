import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Machine } from '../results.ts';

const FILE = fileURLToPath(new URL('./costs.json', import.meta.url));

/** What one of each costs. Processor time is in milliseconds of one core, and holds all threads of the process. */
export interface Costs {
  readonly machine: Pick<Machine, 'date' | 'commit' | 'processor' | 'node'>;
  /** At the bank. */
  readonly login: Cost;
  readonly renewal: Cost;
  readonly logout: Cost;
  /** A guarded read at a service, of a token that it has seen before. */
  readonly read: Cost;
  /** The feed's answer that nothing has changed, to one reader. */
  readonly heartbeat: Cost;
  /** The feed's answer with news to one reader, by how many sessions it names. */
  readonly news: readonly News[];
  /** Memory that a service holds for one revoked session, in bytes. */
  readonly revokedBytes: number;
}

export interface Cost {
  readonly process: number;
  /** At the service's database server, all its processes. */
  readonly database: number;
}

export interface News {
  /** Revoked sessions in force. */
  readonly active: number;
  /** Of one answer, as it is sent. */
  readonly bytes: number;
  /** At the bank, for one reader. */
  readonly bank: number;
  /** At the reader. */
  readonly service: number;
  /** Of all that are in force, for a reader that knows none. */
  readonly wholeBytes: number;
}

export function readCosts(): Costs {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Costs;
}

export function writeCosts(costs: Costs): void {
  writeFileSync(FILE, `${JSON.stringify(costs, null, 2)}\n`);
}

/** What news cost with so many revoked sessions in force: between two measured points by a straight line. */
export function newsAt(costs: Costs, active: number): News {
  const points = costs.news.toSorted((a, b) => a.active - b.active);
  const above = points.find((point) => point.active >= active) ?? points.at(-1)!;
  const below = points.findLast((point) => point.active <= active) ?? points[0]!;
  const span = above.active - below.active;
  // Beyond the last point an answer tells what is new, and the whole set alone goes on growing.
  if (span === 0) return { ...above, active, wholeBytes: (above.wholeBytes / above.active) * active };
  const part = (active - below.active) / span;
  const between = (name: Exclude<keyof News, 'active'>): number => below[name] + part * (above[name] - below[name]);
  return {
    active,
    bytes: between('bytes'),
    bank: between('bank'),
    service: between('service'),
    wholeBytes: between('wholeBytes'),
  };
}
