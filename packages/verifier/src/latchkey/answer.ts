import type { StreamSink } from '../sessions/event-stream.js';

/** What a mount writes in its framework's way. */
export interface Answer {
  readonly status: number;
  /** Names in lower case; a list is one header line each. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** Empty: no body. */
  readonly body: string;
}

/** An answer that stays open: of server-sent events. */
export interface StreamAnswer {
  readonly status: number;
  readonly headers: Answer['headers'];
  /** Begins to write, at once; called when the head has been written. */
  readonly open: (sink: StreamSink) => void;
}

/** A JSON answer that no cache keeps. */
export function json(status: number, content: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json', ...NOT_KEPT }, body: JSON.stringify(content) };
}

/** An answer without a body. */
export function empty(status: number, headers: Answer['headers'] = {}): Answer {
  return { status, headers: { ...NOT_KEPT, ...headers }, body: '' };
}

export const NOT_KEPT = { 'cache-control': 'no-store' } as const;
