import type { Answer } from './answer.ts';
import { Connection } from './connection.ts';

/** A keep-alive connection that sends one request after the other. */
export class SequentialClient {
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

  static async open(port: number): Promise<SequentialClient> {
    const client = new SequentialClient(port);
    await client.opened;
    return client;
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
