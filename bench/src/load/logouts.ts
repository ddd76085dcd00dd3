import type { Answer } from './answer.ts';
import { Connection } from './connection.ts';
import { guardedGet, postEmpty } from './requests.ts';

export interface Logouts {
  bankPort: number;
  replicaPorts: readonly number[];
  /** An access token of each session that is to be logged out, one after the other. */
  tokens: readonly string[];
  /** From one answer of a replica to the next question to it. */
  pollMs: number;
  /** Longest pause between two logouts; its length is chosen at random, so that they fall anywhere in the feed's beat. */
  pauseMs: number;
  /** After which a logout counts as not heard of. */
  patienceMs: number;
}

export interface LogoutsResult {
  /** For each logout: milliseconds from sending it to the bank to the first error by each replica. */
  refusedAfter: number[][];
  /** From sending it to the bank's answer. */
  answeredAfter: number[];
  polls: number;
  failures: Record<string, number>;
}

const ENDED = Buffer.from('"session_ended"');

/** A keep-alive connection that sends one request after the other. */
class SequentialClient {
  readonly #connection: Connection;
  #settle: ((outcome: Answer | Error) => void) | undefined;
  readonly opened: Promise<void>;

  constructor(port: number) {
    let open: () => void;
    this.opened = new Promise((resolve) => (open = resolve));
    this.#connection = new Connection(port, {
      open: () => open(),
      answer: (_, answer) => this.#settle?.({ status: answer.status, body: Buffer.from(answer.body) }),
      lost: (_, reason) => this.#settle?.(new Error(reason)),
    });
  }

  ask(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#settle = (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome));
      this.#connection.send(request);
    });
  }

  close(): void {
    this.#connection.close();
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Logs sessions out at the bank, while each replica of a service is asked again and again with a copy of the token. */
export async function runLogouts(plan: Logouts): Promise<LogoutsResult> {
  const bank = new SequentialClient(plan.bankPort);
  const replicas = plan.replicaPorts.map((port) => new SequentialClient(port));
  await Promise.all([bank, ...replicas].map(({ opened }) => opened));
  const result: LogoutsResult = { refusedAfter: [], answeredAfter: [], polls: 0, failures: {} };
  const fail = (reason: string): void => void (result.failures[reason] = (result.failures[reason] ?? 0) + 1);

  // Resolves with the moment of the first error.
  const firstRefusal = async (replica: SequentialClient, get: Buffer, until: { at: number }): Promise<number> => {
    while (performance.now() < until.at) {
      const { status, body } = await replica.ask(get);
      const now = performance.now();
      result.polls++;
      if (status === 401 && body.includes(ENDED)) return now;
      if (status !== 200) fail(`replica: ${status}`);
      await sleep(plan.pollMs);
    }
    fail('never refused');
    return performance.now();
  };

  for (const token of plan.tokens) {
    const get = guardedGet(token);
    for (const replica of replicas) if ((await replica.ask(get)).status !== 200) fail('refused before the logout');
    const until = { at: Infinity };
    const refusals = replicas.map((replica) => firstRefusal(replica, get, until));
    await sleep(Math.random() * plan.pauseMs);
    const sentAt = performance.now();
    until.at = sentAt + plan.patienceMs;
    const { status } = await bank.ask(postEmpty('/api/logout', token));
    result.answeredAfter.push(performance.now() - sentAt);
    if (status !== 204) fail(`bank: ${status}`);
    const moments = await Promise.all(refusals);
    result.refusedAfter.push(moments.map((moment) => moment - sentAt));
    for (const replica of replicas) if ((await replica.ask(get)).status !== 401) fail('let in again');
  }
  for (const client of [bank, ...replicas]) client.close();
  return result;
}
