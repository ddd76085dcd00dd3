import type { AccessTokenClaims } from '../contract/access-token.js';
import { endEvent, type StreamSink } from './event-stream.js';
import type { SessionWatch } from './session-watch.js';

/** Close code of a socket whose session is over; those from 4000 on are an application's own (RFC 6455 §7.4.2). */
export const SESSION_END_CLOSE = 4401;
/** A peer that has not closed by then is cut off. */
const CLOSE_WITHIN_MS = 3_000;
const CLOSED = 3;

/** What can be closed as a WebSocket can: of `ws`, Fastify, Hono, Bun, Deno, or the WHATWG interface. */
export interface ClosableSocket {
  close(code?: number, reason?: string): void;
  /** Cuts the connection off; where there is none, its server ends a peer that does not close. */
  terminate?(): void;
  readonly readyState?: number;
  addEventListener?(type: 'close', listener: () => void): void;
  /** Hono's: what it wraps. */
  readonly raw?: unknown;
}

/**
 * Closes a socket with 4401 and the code as reason when the session of its caller ends, the person's rights change, or the
 * token's time is over without a newer one. A peer that does not close within 3 s is cut off.
 * @returns forgets the socket; only to be called where it does not tell of its close by an event, as Hono's and Bun's do not
 */
export function closeSocketOnEnd(socket: ClosableSocket, claims: AccessTokenClaims, watch: SessionWatch): () => void {
  const inner = isSocket(socket.raw) ? socket.raw : socket;
  if (inner.readyState === CLOSED) return () => undefined;
  const forget = watch.watch(claims, ({ code }) => {
    if (inner.readyState === CLOSED) return;
    socket.close(SESSION_END_CLOSE, code);
    cutOffLater(inner);
  });
  inner.addEventListener?.('close', forget);
  return forget;
}

/**
 * Ends an event stream of the service's own by `event: end` when the session of its caller ends, as `GET /api/session/stream`
 * does.
 */
export function endStreamOnEnd(sink: StreamSink, claims: AccessTokenClaims, watch: SessionWatch): () => void {
  const forget = watch.watch(claims, (end) => {
    sink.write(endEvent(end));
    sink.end();
  });
  sink.onClose(forget);
  return forget;
}

function isSocket(raw: unknown): raw is ClosableSocket {
  return typeof raw === 'object' && raw !== null && typeof (raw as ClosableSocket).close === 'function';
}

function cutOffLater(socket: ClosableSocket): void {
  if (socket.terminate === undefined) return;
  const timer = setTimeout(() => {
    if (socket.readyState !== CLOSED) socket.terminate?.();
  }, CLOSE_WITHIN_MS).unref();
  socket.addEventListener?.('close', () => clearTimeout(timer));
}
