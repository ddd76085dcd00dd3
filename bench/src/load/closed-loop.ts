import type { Answer } from './answer.ts';
import { Connection } from './connection.ts';
import { Samples } from './samples.ts';

export interface ClosedLoop {
  port: number;
  connections: number;
  warmUpMs: number;
  durationMs: number;
  /** The next request to send, undefined when there is none left (the round then ends early). */
  next: () => Buffer | undefined;
  /** The status that is asked for: 200 unless it is errors that are measured. */
  status?: number;
  /** Called when the measured time begins and when it ends. */
  edge?: (measuring: boolean) => void;
}

export interface ClosedLoopResult {
  /** Answers with the status asked for that arrived in the measured time. */
  answered: number;
  durationMs: number;
  latencies: Float64Array;
  /** Everything else that came back or did not, warm-up included: a status or a reason, and how often. */
  failures: Record<string, number>;
}

/** Each connection sends its next request as soon as its last one is answered; pipelining is 1. */
export function runClosedLoop(plan: ClosedLoop): Promise<ClosedLoopResult> {
  const latencies = new Samples();
  const failures: Record<string, number> = {};
  const connections = new Set<Connection>();
  let measuring = false;
  let ended = false;
  let began = 0;

  return new Promise((resolve) => {
    const fail = (reason: string): void => {
      failures[reason] = (failures[reason] ?? 0) + 1;
    };
    const finish = (): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      const durationMs = measuring ? performance.now() - began : 0;
      if (measuring) plan.edge?.(false);
      measuring = false;
      for (const connection of connections) connection.close();
      resolve({ answered: latencies.count, durationMs, latencies: latencies.values(), failures });
    };
    const measure = (): void => {
      measuring = true;
      began = performance.now();
      plan.edge?.(true);
      timer = setTimeout(finish, plan.durationMs);
    };
    const send = (connection: Connection): void => {
      const request = plan.next();
      if (request) connection.send(request);
      else finish();
    };
    const events = {
      open: send,
      answer(connection: Connection, { status }: Answer) {
        if (ended) return;
        if (status !== (plan.status ?? 200)) fail(String(status));
        else if (measuring) latencies.add(performance.now() - connection.sentAt);
        send(connection);
      },
      lost(connection: Connection, reason: string) {
        connections.delete(connection);
        if (ended) return;
        fail(reason);
        // A server that refuses at once must not turn the meter into a busy loop.
        setTimeout(() => !ended && connections.add(new Connection(plan.port, events)), 50);
      },
    };
    let timer = setTimeout(measure, plan.warmUpMs);
    for (let i = 0; i < plan.connections; i++) connections.add(new Connection(plan.port, events));
  });
}
