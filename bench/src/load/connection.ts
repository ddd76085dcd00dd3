import { connect, type Socket } from 'node:net';
import { AnswerReader, type Answer } from './answer.ts';

const READ_BUFFER = 16 * 1024;

/** What a connection reports. `lost` comes once, when it ends or breaks, by either side, except by `close()`. */
export interface ConnectionEvents {
  open(connection: Connection): void;
  answer(connection: Connection, answer: Answer): void;
  lost(connection: Connection, reason: string): void;
}

/** One raw keep-alive connection: no streams, no header objects, one buffer for all its reads. */
export class Connection {
  readonly #socket: Socket;
  readonly #reader = new AnswerReader();
  /** `performance.now()` of the last request sent. */
  sentAt = Number.NaN;

  constructor(port: number, events: ConnectionEvents) {
    const buffer = Buffer.allocUnsafe(READ_BUFFER);
    const lost = (reason: string): void => {
      this.close();
      events.lost(this, reason);
    };
    this.#socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: {
        buffer,
        callback: (count) => {
          try {
            const answer = this.#reader.read(buffer.subarray(0, count));
            if (answer) events.answer(this, answer);
          } catch (error) {
            lost((error as Error).message);
          }
          return true;
        },
      },
    });
    this.#socket.once('connect', () => events.open(this));
    this.#socket.once('error', (error: NodeJS.ErrnoException) => lost(error.code ?? error.message));
    this.#socket.once('end', () => lost('ended by the server'));
  }

  send(request: Buffer): void {
    this.sentAt = performance.now();
    this.#socket.write(request);
  }

  close(): void {
    this.#socket.removeAllListeners().on('error', () => {});
    this.#socket.destroy();
  }
}
