import { LogOutput } from './log-output.js';
import type { LogLosses } from './log-output.js';

/** Bytes per write: handing a write to a thread costs as much as hundreds of lines. */
const BUFFER_BYTES = 65_536;
const LINES_LENGTH = 16_384;
const FLUSH_EVERY_MS = 1000;

/** Standard output for a log: in order, written in large pieces, at least once a second and at exit. */
export class LineBuffer {
  readonly #output: LogOutput;
  readonly #timer = setInterval(() => this.#flush(), FLUSH_EVERY_MS).unref();
  readonly #atExit = (): void => this.#flushNow();
  #pending = '';
  #pendingLines = 0;

  /** @param lossLine the line that tells how many were lost */
  constructor(lossLine: (lines: number) => string, fd = 1) {
    this.#output = new LogOutput(fd, lossLine);
    process.once('exit', this.#atExit);
  }

  /** Why nothing can be written now; undefined if it can. */
  get writeError(): string | undefined {
    return this.#output.writeError;
  }

  /** Who is told of lines that were lost. */
  watch(losses: LogLosses): void {
    this.#output.losses = losses;
  }

  /** Takes a line that is one of many. */
  add(line: string): void {
    this.#pending += line;
    this.#pendingLines++;
    if (this.#pending.length > LINES_LENGTH) this.#handOver();
  }

  /** Takes a line of pino's; the name is what pino calls. */
  write(line: string): void {
    this.add(line);
  }

  /** Writes out everything that can be written. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    process.off('exit', this.#atExit);
    this.#handOver();
    await this.#output.settle();
    this.#output.flushNow();
  }

  #handOver(): void {
    if (this.#pending === '') return;
    this.#output.add(this.#pending, this.#pendingLines);
    this.#pending = '';
    this.#pendingLines = 0;
    if (this.#output.waitingBytes > BUFFER_BYTES) this.#output.flush();
  }

  #flush(): void {
    this.#handOver();
    this.#output.flush();
  }

  #flushNow(): void {
    this.#handOver();
    this.#output.flushNow();
  }
}
