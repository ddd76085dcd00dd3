/** Where the parts that work in the background say what happened: `console` is one, a Nest `Logger` another. */
export interface Log {
  /** For the record. */
  log(message: string): void;
  /** Something is amiss, and the service goes on. */
  warn(message: string): void;
  /** An operator has to do something. */
  error(message: string): void;
}

/** What an operator should see, on standard error; nothing for the record. */
export const standardLog: Log = {
  log: ignore,
  warn: say,
  error: say,
};

/** Says nothing. */
export const silentLog: Log = { log: ignore, warn: ignore, error: ignore };

function ignore(): void {}

function say(message: string): void {
  process.stderr.write(`latchkey: ${message}\n`);
}
