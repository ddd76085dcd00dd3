import type { AccessTokenClaims } from '../contract/access-token.js';
import { endEvent, KEEP_ALIVE, OPENING, type StreamSink } from './event-stream.js';
import type { SessionEndCode } from './session-end.rules.js';
import type { SessionWatch } from './session-watch.js';
import { streamsExhausted, tooManyStreams } from './stream.errors.js';

/** Why a stream is over: its session's end, or its client left, did not read, or the process stops. */
export type StreamOutcome = SessionEndCode | 'left' | 'not_reading' | 'drained';

/** What bounds the streams of a process. */
export interface StreamBounds {
  readonly perSession: number;
  readonly altogether: number;
  readonly keepAliveMs: number;
}

const BOUNDS: StreamBounds = { perSession: 16, altogether: 10_000, keepAliveMs: 15_000 };

/** What {@link SessionStreams} work with. */
export interface StreamParts {
  readonly watch: SessionWatch;
  /** Is told of each stream that is over. */
  readonly onOver?: (outcome: StreamOutcome) => void;
  readonly bounds?: Partial<StreamBounds>;
}

interface OpenStream {
  readonly sid: string;
  readonly sink: StreamSink;
  forget: () => void;
  /** Nothing more is written; what was may still be on its way. */
  isEnding: boolean;
}

/**
 * The streams by which pages of a caller hear that their session is over (`GET /api/session/stream`, Server-Sent Events). They
 * are no use of the session: they read nothing and renew nothing. One timer keeps all of them alive.
 */
export class SessionStreams {
  readonly #streams = new Set<OpenStream>();
  readonly #ofSession = new Map<string, number>();
  readonly #bounds: StreamBounds;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(private readonly parts: StreamParts) {
    this.#bounds = { ...BOUNDS, ...parts.bounds };
  }

  /** How many are open. */
  get size(): number {
    return this.#streams.size;
  }

  /**
   * Lets a caller open one more; asked before anything of the answer is written.
   * @throws TokenError 429 `too_many_streams`, or 503 `streams_exhausted`
   */
  requireRoom({ sid }: AccessTokenClaims): void {
    if ((this.#ofSession.get(sid) ?? 0) >= this.#bounds.perSession) throw tooManyStreams();
    if (this.#streams.size >= this.#bounds.altogether) throw streamsExhausted();
  }

  /** Keeps a stream open until the session of its caller ends; the head of the answer is written already. */
  add(claims: AccessTokenClaims, sink: StreamSink): void {
    sink.write(OPENING);
    // The browser comes back by itself, to another process.
    if (this.#isClosed) return sink.end();
    const stream: OpenStream = { sid: claims.sid, sink, forget: () => undefined, isEnding: false };
    this.#streams.add(stream);
    this.#ofSession.set(stream.sid, (this.#ofSession.get(stream.sid) ?? 0) + 1);
    stream.forget = this.parts.watch.watch(claims, (end) => this.#end(stream, end.code, endEvent(end)));
    sink.onClose(() => this.#drop(stream));
    this.#timer ??= setInterval(() => this.#keepAlive(), this.#bounds.keepAliveMs).unref();
  }

  /** Ends all streams without a word, and whatever is opened from now on: at a drain. */
  close(): void {
    this.#isClosed = true;
    for (const stream of this.#streams) this.#end(stream, 'drained');
  }

  // What was written at the last turn must be gone by now: more than that never waits for a client.
  #keepAlive(): void {
    for (const stream of this.#streams) {
      if (stream.sink.waiting > 0) this.#cut(stream);
      else if (!stream.isEnding) stream.sink.write(KEEP_ALIVE);
    }
  }

  #end(stream: OpenStream, outcome: StreamOutcome, lastWords?: string): void {
    if (stream.isEnding) return;
    stream.isEnding = true;
    stream.forget();
    this.parts.onOver?.(outcome);
    if (lastWords !== undefined) stream.sink.write(lastWords);
    stream.sink.end();
  }

  #cut(stream: OpenStream): void {
    if (!stream.isEnding) this.parts.onOver?.('not_reading');
    stream.isEnding = true;
    stream.sink.destroy();
    this.#drop(stream);
  }

  #drop(stream: OpenStream): void {
    if (!this.#streams.delete(stream)) return;
    stream.forget();
    if (!stream.isEnding) this.parts.onOver?.('left');
    stream.isEnding = true;
    const left = this.#ofSession.get(stream.sid)! - 1;
    if (left > 0) this.#ofSession.set(stream.sid, left);
    else this.#ofSession.delete(stream.sid);
    if (this.#streams.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
