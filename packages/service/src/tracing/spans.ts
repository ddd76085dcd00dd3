import { tracingChannel, type TracingChannel } from 'node:diagnostics_channel';
import { ROOT_CONTEXT, SpanStatusCode, trace as api, type Context, type Span, type Tracer } from '@opentelemetry/api';
import type { Trace } from '@latchkey/verifier/outbound';
import type { GivenIds } from './given-ids.js';
import { spanStore } from './span-store.js';

const SAMPLED = 1;

/** What makes spans. */
export interface Spans {
  readonly tracer: Tracer;
  readonly ids: GivenIds;
}

/** How the messages of a channel become spans. */
export interface SpanMaker<M> {
  /** The span of what begins; none if that is not worth one. */
  readonly begin: (message: M, current: Context) => Span | undefined;
  /** Adds what is known at the end. */
  readonly finish: (message: M, span: Span) => void;
}

/** Makes a span of each piece of work that a channel tells of; what it causes is below it. */
export function followChannel<M extends object>(name: string, { begin, finish }: SpanMaker<M>): void {
  const channel = tracingChannel(name) as TracingChannel;
  const spans = new WeakMap<object, Span>();
  channel.start.bindStore(spanStore as never, (message) => {
    const current = spanStore.getStore() ?? ROOT_CONTEXT;
    const span = begin(message as M, current);
    if (span === undefined) return current;
    spans.set(message, span);
    return api.setSpan(current, span);
  });
  channel.asyncEnd.subscribe((message) => {
    const span = spans.get(message as M);
    if (span === undefined) return;
    finish(message as M, span);
    span.end();
  });
}

/** A span with the ids that the log and the next service see; sets whether it is kept, for these to know. */
export function spanOfTrace(
  { tracer, ids }: Spans,
  trace: Trace,
  ...[name, options]: Parameters<Tracer['startSpan']>
): Span {
  const { id: traceId, parent: spanId, flags } = trace;
  const above = { traceId, spanId: spanId ?? '', traceFlags: flags & SAMPLED, isRemote: true };
  const parent = spanId === undefined ? ROOT_CONTEXT : api.setSpanContext(ROOT_CONTEXT, above);
  const span = ids.with(trace, () => tracer.startSpan(name, options, parent));
  trace.flags = (flags & ~SAMPLED) | (span.spanContext().traceFlags & SAMPLED);
  return span;
}

/** Whether what runs belongs to a span that is kept and not over: jobs that a request once began go on for ever. */
export function isWithinSpan(current: Context): boolean {
  return api.getSpan(current)?.isRecording() === true;
}

/** Marks a span as failed; the type is a class or a code, never a message, which may quote what it met. */
export function markFailed(span: Span, type: string): void {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}
