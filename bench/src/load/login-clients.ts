import type { Answer } from './answer.ts';
import { Connection } from './connection.ts';
import { Samples } from './samples.ts';

export interface LoginClients {
  port: number;
  /** One login request per client; each client repeats its own. */
  requests: readonly Buffer[];
  durationMs: number;
  /** A connection of its own for every login. */
  fresh: boolean;
}

export interface LoginClientsResult {
  logins: number;
  /** From the first request to the last answer: clients stop asking after `durationMs` and wait for what is under way. */
  elapsedMs: number;
  failures: Record<string, number>;
  latencies: Float64Array;
}

/**
 * Clients that log in without pause. A server that hashes twenty passwords in turns answers them in one burst, so a fixed
 * window would count whole bursts or miss them; counting to the last answer does neither.
 */
export function runLoginClients(plan: LoginClients): Promise<LoginClientsResult> {
  const latencies = new Samples();
  const failures: Record<string, number> = {};
  const began = performance.now();
  let running = plan.requests.length;

  return new Promise((resolve) => {
    const startClient = (request: Buffer): void => {
      const over = (): boolean => performance.now() - began >= plan.durationMs;
      const stop = (connection: Connection): void => {
        connection.close();
        running--;
        const elapsedMs = performance.now() - began;
        if (running === 0) resolve({ logins: latencies.count, elapsedMs, failures, latencies: latencies.values() });
      };
      const fail = (reason: string): void => {
        failures[reason] = (failures[reason] ?? 0) + 1;
      };
      const open = (): Connection => new Connection(plan.port, events);
      const events = {
        open: (connection: Connection) => connection.send(request),
        answer(connection: Connection, { status }: Answer) {
          if (status === 200) latencies.add(performance.now() - connection.sentAt);
          else fail(String(status));
          if (over()) return stop(connection);
          if (!plan.fresh) return connection.send(request);
          connection.close();
          open();
        },
        lost(connection: Connection, reason: string) {
          fail(reason);
          if (over()) stop(connection);
          else setTimeout(open, 50);
        },
      };
      open();
    };
    for (const request of plan.requests) startClient(request);
  });
}
