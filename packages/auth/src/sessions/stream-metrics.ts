import type { Metrics, Readiness } from '@latchkey/service';
import { SessionStreams, type SessionWatch, type StreamOutcome } from '@latchkey/verifier';

const OUTCOMES: readonly StreamOutcome[] = [
  'session_ended',
  'renew_required',
  'token_expired',
  'left',
  'not_reading',
  'drained',
];

/** The streams of a process, seen in its metrics; at a drain they end as soon as the grace is over. */
export function streamsOf(watch: SessionWatch, readiness: Readiness, metrics: Metrics): SessionStreams {
  const ended = metrics.counter(
    'latchkey_session_streams_ended_total',
    'Streams of GET /api/session/stream that are over, by reason.',
    { code: OUTCOMES },
  );
  const streams = new SessionStreams({ watch, onOver: (code) => ended.inc({ code }) });
  metrics.gauge('latchkey_session_streams', 'Open streams of GET /api/session/stream.', [], (gauge) =>
    gauge.set(streams.size),
  );
  readiness.onFinish(() => streams.close());
  return streams;
}
