import { tracingChannel, type TracingChannel } from 'node:diagnostics_channel';
import { childOf, newTrace, type Trace } from './trace.js';

/** What is published of a request to another service. */
export interface TracedCall {
  readonly trace: Trace;
  readonly method: string;
  /** Without a query. */
  readonly url: URL;
  /** Of the answer, once there is one. */
  status?: number;
}

/** Polls of the revocation feed: `tracing:latchkey:feed:start` and so on. */
export const feedChannel: TracingChannel = tracingChannel('latchkey:feed');
/** Deliveries of logouts to the bank. */
export const deliveryChannel: TracingChannel = tracingChannel('latchkey:delivery');

/**
 * Runs a request to another service within a trace, and tells whoever listens to the channel. The headers are to be made in
 * `work`: a listener may have set the trace's flags.
 * @param cause the request that caused it; without one a trace begins
 */
export function tracedCall<T>(
  channel: TracingChannel,
  { method, url, cause }: Pick<TracedCall, 'method' | 'url'> & { readonly cause?: Trace | undefined },
  work: (call: TracedCall) => Promise<T>,
): Promise<T> {
  const call: TracedCall = { trace: cause === undefined ? newTrace() : childOf(cause), method, url };
  return channel.tracePromise(() => work(call), call);
}
