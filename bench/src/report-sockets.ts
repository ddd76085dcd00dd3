import { ms, table, whole } from './report-table.ts';
import type { SocketRound } from './sockets.ts';
import type { Verdict } from './verdicts.ts';

/** How long a logout may take to close what is open elsewhere, 99 times in a hundred. */
const WITHIN_MS = 1_000;
/** What a thousand of them may add. */
const WITHIN_MIB = 20;

export function socketsPart(rounds: readonly SocketRound[]): string {
  const rows = rounds.map(({ name, open, addedMiB, latency: { p50, p99, max } }) => [
    name,
    whole(open),
    ms(p50),
    ms(p99),
    ms(max),
    addedMiB.toFixed(1),
    ((addedMiB * 1024) / open).toFixed(1),
  ]);
  return `## What is open ends with its session

Each connection belongs to a session of its own, which is logged out at the bank. Time runs from the sending of the logout until the client sees its connection closed, four at a time, while all the others are open. Memory is what a thousand add to a process that has served 5,000 requests, each time after a collection of garbage.

${table(['', 'open', 'p50 ms', 'p99 ms', 'max ms', 'MiB added', 'KiB each'], rows)}`;
}

export function socketsVerdicts(rounds: readonly SocketRound[]): Verdict[] {
  return rounds.flatMap(({ name, open, addedMiB, latency: { p99 } }) => [
    {
      promise: `logout at the bank to the end of ${whole(open)} ${name}, p99`,
      wanted: `< ${WITHIN_MS} ms`,
      measured: `${ms(p99)} ms`,
      kept: p99 < WITHIN_MS,
    },
    {
      promise: `memory of ${whole(open)} ${name}`,
      wanted: `≤ ${WITHIN_MIB} MiB`,
      measured: `${addedMiB.toFixed(1)} MiB`,
      kept: addedMiB <= WITHIN_MIB,
    },
  ]);
}
