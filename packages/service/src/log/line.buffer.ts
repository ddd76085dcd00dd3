import { pino } from 'pino';

/** Bytes per write: handing a write to a thread costs as much as hundreds of lines. */
const BUFFER_BYTES = 65_536;
const LINES_LENGTH = 16_384;
const FLUSH_EVERY_MS = 1000;

/** Standard output for a log: in order, written in large pieces, at least once a second and at exit. */
export class LineBuffer {
  readonly #destination = pino.destination({
    fd: 1,
    sync: false,
    minLength: BUFFER_BYTES,
    maxWrite: 2 * BUFFER_BYTES,
  });
  readonly #timer = setInterval(() => this.#flush(), FLUSH_EVERY_MS).unref();
  readonly #atExit = (): void => this.close();
  #pending = '';

  constructor() {
    process.once('exit', this.#atExit);
  }

  /** Takes a line that is one of many. */
  add(line: string): void {
    this.#pending += line;
    if (this.#pending.length > LINES_LENGTH) this.#handOver();
  }

  /** Takes a line of pino's; the name is what pino calls. */
  write(line: string): void {
    this.#handOver();
    this.#destination.write(line);
  }

  /** Writes out everything before it returns. */
  close(): void {
    clearInterval(this.#timer);
    process.off('exit', this.#atExit);
    this.#handOver();
    try {
      this.#destination.flushSync();
    } catch {
      // Whoever read the output is gone: there is nobody left to tell.
    }
  }

  #handOver(): void {
    if (this.#pending === '') return;
    this.#destination.write(this.#pending);
    this.#pending = '';
  }

  #flush(): void {
    this.#handOver();
    this.#destination.flush();
  }
}
