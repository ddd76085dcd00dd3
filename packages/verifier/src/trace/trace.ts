import { randomBytes } from 'node:crypto';
import { passableState, readTraceParent } from './trace-context.rules.js';

/**
 * Where a piece of work stands in a trace (W3C Trace Context, level 2). For people who look for an error in several logs: who
 * sends a request may write anything here, so nothing is decided by it.
 */
export interface Trace {
  /** Of the whole trace: 32 hexadecimal digits. */
  readonly id: string;
  /** Of this piece of work: 16 hexadecimal digits. */
  readonly span: string;
  /** What caused it; undefined where a trace begins here. */
  readonly parent: string | undefined;
  /** Bit 0: who caused it keeps spans; bit 1: the id is random. Whoever keeps spans sets bit 0. */
  flags: number;
  /** `tracestate` as it came. */
  readonly state: string | undefined;
}

/** The headers of a request that say where it stands. */
export interface TraceHeaders {
  readonly traceparent?: string | string[] | undefined;
  readonly tracestate?: string | string[] | undefined;
  readonly [name: string]: unknown;
}

const RANDOM = 0b10;

// Drawn for many at once: a call for each would cost more than all the rest.
const DRAWN_BYTES = 4096;
let drawn = '';
let used = 0;

/** A trace that begins here: for work in the background, and where a request brings none. */
export function newTrace(): Trace {
  return { id: randomHex(32), span: randomHex(16), parent: undefined, flags: RANDOM, state: undefined };
}

/** The trace of a request: the one that it brings, if that is valid, else a new one. */
export function traceOf({ traceparent, tracestate }: TraceHeaders): Trace {
  const given = typeof traceparent === 'string' ? readTraceParent(traceparent) : undefined;
  if (given === undefined) return newTrace();
  const { id, span: parent, flags } = given;
  return { id, span: randomHex(16), parent, flags, state: typeof tracestate === 'string' ? tracestate : undefined };
}

/** A piece of work that another one causes. */
export function childOf({ id, span: parent, flags, state }: Trace): Trace {
  return { id, span: randomHex(16), parent, flags, state };
}

/** The headers by which a request is passed on. */
export function traceHeaders({ id, span, flags, state }: Trace): Record<string, string> {
  const tracestate = state === undefined ? undefined : passableState(state);
  const traceparent = `00-${id}-${span}-0${flags}`;
  return tracestate === undefined ? { traceparent } : { traceparent, tracestate };
}

function randomHex(length: number): string {
  if (used + length > drawn.length) {
    drawn = randomBytes(DRAWN_BYTES).toString('hex');
    used = 0;
  }
  used += length;
  return drawn.slice(used - length, used);
}
