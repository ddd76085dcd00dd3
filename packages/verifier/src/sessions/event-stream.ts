import type { SessionEnd } from './session-end.rules.js';

/** Headers of an event stream: nothing in between keeps it or holds it back. */
export const EVENT_STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
} as const;

/** The first words: a browser whose stream broke comes back after 2 s, and what waits for a first byte goes on. */
export const OPENING = 'retry: 2000\n: open\n\n';

/** Says nothing, so that nothing in between takes the stream for dead. */
export const KEEP_ALIVE = ':\n\n';

/** The event by which a page learns that, and why, its stream is over. */
export function endEvent({ code }: SessionEnd): string {
  return `event: end\ndata: ${JSON.stringify({ code })}\n\n`;
}

/** Where the bytes of one event stream go. */
export interface StreamSink {
  /** Bytes that were written and not taken yet. */
  readonly waiting: number;
  write(text: string): void;
  /** Ends the stream after what was written. */
  end(): void;
  /** Cuts the stream off, whatever was written. */
  destroy(): void;
  /** Calls the listener when the stream has closed, whoever closed it; soon, if it has already. */
  onClose(listener: () => void): void;
}
