import { jest } from '@jest/globals';

/** The clock of a test: moves only when told to. */
export interface StoppedClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly advance: (seconds: number) => void;
  /** Lets time run again. */
  readonly release: () => void;
}

/** Stops `Date`, and only it: timers and sockets go on, so a service under test still answers. */
export function stopClock(at: number | Date = Date.now()): StoppedClock {
  jest.useFakeTimers({ now: at, doNotFake: [...everythingElse] });
  return {
    now: () => Date.now(),
    advance: (seconds) => jest.setSystemTime(Date.now() + seconds * 1000),
    release: () => jest.useRealTimers(),
  };
}

const everythingElse = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;
