import { pino } from 'pino';
import type { Logger as Pino } from 'pino';
import { Logger as NestPino } from 'nestjs-pino';
import type { PinoLogger } from 'nestjs-pino';
import { serializeError } from './error-serializer.js';
import { LineBuffer } from './line-buffer.js';
import type { LogLosses } from './log-output.js';

const REDACTED = ['authorization', 'cookie', '["set-cookie"]', 'password', 'token', 'access_token', 'refresh_token'];

/** The log of one service: structured lines, buffered, flushed every second and at exit. */
export interface Log {
  readonly service: string;
  readonly pino: Pino;
  /** Writes one finished line as it is; for the request line only. */
  writeLine(line: string): void;
  /** Nest's face of the same log. */
  readonly nest: NestPino;
  /** Why nothing can be written now; undefined if it can. */
  readonly writeError: string | undefined;
  /** Who is told of lines that were lost. */
  watch(losses: LogLosses): void;
  /** Writes out what can be written and stops the timer. Never throws. */
  close(): Promise<void>;
}

// What Nest logs of each module and route at start is for those who look for an error in them.
const TALK = new Set(['InstanceLoader', 'RouterExplorer', 'RoutesResolver', 'NestFactory', 'NestApplication']);

// pino's methods take the arguments that nestjs-pino's facade hands on, so neither its middleware nor its module is needed.
class NestFace extends NestPino {
  constructor(logger: Pino) {
    super(logger as unknown as PinoLogger, {});
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (TALK.has(rest.at(-1) as string)) this.debug(message, ...rest);
    else super.log(message, ...rest);
  }
}

/** Opens the log on standard output. */
export function openLog(level: string, service: string): Log {
  const lines = new LineBuffer((lost) => lossLine(service, lost));
  const logger = pino(
    {
      level,
      base: { service },
      redact: { paths: REDACTED.flatMap((name) => [name, `*${name.startsWith('[') ? '' : '.'}${name}`]) },
      serializers: { err: serializeError },
      formatters: { level: (label) => ({ level: label }) },
    },
    lines,
  );
  return {
    service,
    pino: logger,
    writeLine: (line) => lines.add(line),
    nest: new NestFace(logger),
    get writeError() {
      return lines.writeError;
    },
    watch: (losses) => lines.watch(losses),
    close: () => lines.close(),
  };
}

function lossLine(service: string, lost: number): string {
  return `${JSON.stringify({ level: 'warn', time: Date.now(), service, msg: 'log lines were lost', lost })}\n`;
}
