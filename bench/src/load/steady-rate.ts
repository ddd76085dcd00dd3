import type { Answer } from './answer.ts';
import { Connection } from './connection.ts';
import { Samples } from './samples.ts';

export interface SteadyRate {
  port: number;
  perSecond: number;
  durationMs: number;
  /** How long to wait, after the last request was sent, for answers still out. */
  patienceMs: number;
  /** A connection of its own for every request, the way a new visitor comes; the time to connect is counted. */
  fresh: boolean;
  next: () => Buffer;
}

export interface SteadyRateResult {
  sent: number;
  answered: number;
  /** Still without an answer when patience ended; each counts in `latencies` with the time it has waited so far. */
  unanswered: number;
  failures: Record<string, number>;
  latencies: Float64Array;
}

/** Sends at a fixed rate whether or not earlier requests were answered, as strangers do: a server that stalls cannot slow its callers down. */
export function runSteadyRate(plan: SteadyRate): Promise<SteadyRateResult> {
  const latencies = new Samples();
  const failures: Record<string, number> = {};
  const idle: Connection[] = [];
  const waiting = new Set<Connection>();
  const startedAt = new Map<Connection, number>();
  const total = Math.round((plan.perSecond * plan.durationMs) / 1000);
  let sent = 0;
  let failed = 0;

  return new Promise((resolve) => {
    const settle = (connection: Connection): number => {
      const began = startedAt.get(connection)!;
      startedAt.delete(connection);
      waiting.delete(connection);
      return performance.now() - began;
    };
    const fail = (reason: string): void => {
      failures[reason] = (failures[reason] ?? 0) + 1;
      failed++;
    };
    const events = {
      open: (connection: Connection) => connection.send(plan.next()),
      answer(connection: Connection, { status }: Answer) {
        const took = settle(connection);
        if (status === 200) latencies.add(took);
        else fail(String(status));
        if (plan.fresh) connection.close();
        else idle.push(connection);
        endWhenDone();
      },
      lost(connection: Connection, reason: string) {
        const at = idle.indexOf(connection);
        if (at >= 0) {
          idle.splice(at, 1);
          return;
        }
        settle(connection);
        fail(reason);
        endWhenDone();
      },
    };
    const sendOne = (): void => {
      sent++;
      const spare = plan.fresh ? undefined : idle.pop();
      const connection = spare ?? new Connection(plan.port, events);
      startedAt.set(connection, performance.now());
      waiting.add(connection);
      spare?.send(plan.next());
    };
    const began = performance.now();
    const ticker = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - began) * plan.perSecond) / 1000));
      while (sent < due) sendOne();
      if (sent === total) {
        clearInterval(ticker);
        endWhenDone();
      }
    }, 1);
    const finish = (): void => {
      clearInterval(ticker);
      clearTimeout(patience);
      const unanswered = waiting.size;
      for (const connection of waiting) {
        latencies.add(performance.now() - startedAt.get(connection)!);
        connection.close();
      }
      for (const connection of idle) connection.close();
      resolve({ sent, answered: sent - failed - unanswered, unanswered, failures, latencies: latencies.values() });
    };
    const patience = setTimeout(finish, plan.durationMs + plan.patienceMs);
    const endWhenDone = (): void => {
      if (sent === total && waiting.size === 0) finish();
    };
  });
}
