import { fstatSync, write, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Bytes that may wait for an output that is full or slow; what comes beyond is lost. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;
const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 1000;
/** An exit waits no longer than this for a reader. */
const FAREWELL_MS = 300;

/** Who is told that the log could not be written. */
export interface LogLosses {
  readonly lost: (lines: number) => void;
  readonly failed: (code: string) => void;
}

/**
 * A file descriptor that lines are written to, in order. Nothing here throws, blocks or grows without bound: what cannot be
 * written waits and is tried again, what no longer fits is lost and counted.
 */
export class LogOutput {
  losses: LogLosses | undefined;
  /** Why the last write failed; undefined while writing works. */
  writeError: string | undefined;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #lostLines = 0;
  #pause = 0;
  #retry: NodeJS.Timeout | undefined;
  #isWriting = false;
  #whenIdle: (() => void) | undefined;

  /** @param lossLine the line that tells, once there is room again, how many are missing */
  constructor(
    private readonly fd: number,
    private readonly lossLine: (lines: number) => string,
  ) {
    leaveBlocking(fd);
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Takes so many whole lines; they are written at the next {@link flush}. */
  add(text: string, lines: number): void {
    if (this.#waitingBytes > MAX_WAITING_BYTES) return this.#lose(lines);
    this.#keep(Buffer.from(text));
  }

  /** Begins to write what waits, unless that is underway or an error has to be waited out. */
  flush(): void {
    if (this.#isWriting || this.#retry !== undefined || this.#waiting.length === 0) return;
    const piece = this.#waiting.length === 1 ? this.#waiting[0]! : Buffer.concat(this.#waiting);
    this.#waiting = [piece];
    this.#isWriting = true;
    write(this.fd, piece, 0, piece.length, null, (error, written) => this.#written(piece, error, written));
  }

  /** Resolves when everything is written, or cannot be for now. */
  async settle(): Promise<void> {
    this.flush();
    if (!this.#isWriting) return;
    const idle = new Promise<void>((resolve) => (this.#whenIdle = resolve));
    // A terminal that is stopped, or a disk of another machine, may take for ever.
    await Promise.race([idle, sleep(2 * FAREWELL_MS)]);
  }

  /** Writes what it can before it returns; for the exit of the process. */
  flushNow(): void {
    clearTimeout(this.#retry);
    const until = Date.now() + FAREWELL_MS;
    // A piece that a thread is writing is that thread's: Node waits for it.
    for (const piece of this.#waiting.splice(this.#isWriting ? 1 : 0)) if (!writeWhole(this.fd, piece, until)) return;
  }

  #written(piece: Buffer, error: NodeJS.ErrnoException | null, written: number): void {
    this.#isWriting = false;
    if (error === null) {
      const rest = piece.subarray(written);
      this.#waiting.splice(0, 1, ...(rest.length > 0 ? [rest] : []));
      this.#waitingBytes -= written;
      this.#pause = 0;
      this.writeError = undefined;
      this.#tellLosses();
      this.flush();
    } else {
      this.#postpone(error.code ?? 'unknown');
    }
    if (this.#isWriting) return;
    this.#whenIdle?.();
    this.#whenIdle = undefined;
  }

  // A pipe whose reader is slow says so every time: that is no error, and is over sooner.
  #postpone(code: string): void {
    if (code !== 'EAGAIN') {
      this.writeError = code;
      this.losses?.failed(code);
      this.#pause = LONGEST_PAUSE_MS;
    }
    this.#pause = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, this.#pause * 2));
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.flush();
    }, this.#pause).unref();
  }

  #lose(lines: number): void {
    this.#lostLines += lines;
    this.losses?.lost(lines);
  }

  #tellLosses(): void {
    if (this.#lostLines === 0 || this.#waitingBytes > MAX_WAITING_BYTES / 2) return;
    this.#keep(Buffer.from(this.lossLine(this.#lostLines)));
    this.#lostLines = 0;
  }

  #keep(bytes: Buffer): void {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
  }
}

// A thread that writes to a full pipe would wait for its reader for ever, and the exit for the thread. That Node opens the
// pipe as a stream makes it one that says "again" instead.
function leaveBlocking(fd: number): void {
  const kind = fstatSync(fd);
  if (fd !== 1 || !(kind.isFIFO() || kind.isSocket())) return;
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', () => undefined);
}

function writeWhole(fd: number, piece: Buffer, until: number): boolean {
  for (let rest = piece; rest.length > 0;) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || Date.now() > until) return false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  return true;
}
