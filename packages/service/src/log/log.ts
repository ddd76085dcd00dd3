import { pino } from 'pino';
import type { Logger as Pino } from 'pino';
import { Logger as NestPino } from 'nestjs-pino';
import type { PinoLogger } from 'nestjs-pino';

const REDACTED = ['authorization', 'cookie', '["set-cookie"]', 'password', 'token', 'access_token', 'refresh_token'];
const BUFFER_BYTES = 4096;
const FLUSH_EVERY_MS = 1000;

/** The log of one service: structured lines, buffered, flushed every second and at exit. */
export interface Log {
  readonly pino: Pino;
  /** Writes one finished line as it is; for the request line only. */
  writeLine(line: string): void;
  /** Nest's face of the same log. */
  readonly nest: NestPino;
  /** Writes everything out and stops the timer. */
  close(): void;
}

/** Opens the log on standard output. */
export function openLog(level: string, service: string): Log {
  const destination = pino.destination({ fd: 1, sync: false, minLength: BUFFER_BYTES });
  const logger = pino(
    {
      level,
      base: { service },
      redact: { paths: REDACTED.flatMap((name) => [name, `*${name.startsWith('[') ? '' : '.'}${name}`]) },
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  const timer = setInterval(() => destination.flush(), FLUSH_EVERY_MS).unref();
  return {
    pino: logger,
    writeLine: (line) => void destination.write(line),
    // pino's methods take the arguments that nestjs-pino's facade hands on, so no middleware and no module is needed.
    nest: new NestPino(logger as unknown as PinoLogger, {}),
    close: () => {
      clearInterval(timer);
      try {
        destination.flushSync();
      } catch {
        // The descriptor is not open yet or already gone: nothing left to write to.
      }
    },
  };
}
