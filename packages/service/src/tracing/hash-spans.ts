import { followChannel, isWithinSpan, markFailed, type Spans } from './spans.js';

/** A task for the threads that hash passwords; of the password nothing is told. */
interface TracedHash {
  readonly act: string;
  readonly waitedMs: number;
  readonly error?: unknown;
}

/** A span for each password task that a request waits for. */
export function spanHashes({ tracer }: Spans): void {
  followChannel<TracedHash>('latchkey:hash', {
    begin: ({ act }, current) => (isWithinSpan(current) ? tracer.startSpan(`password ${act}`, {}, current) : undefined),
    finish: ({ waitedMs, error }, span) => {
      span.setAttribute('latchkey.hash.waited_ms', Math.round(waitedMs));
      if (error !== undefined) markFailed(span, (error as { code?: string }).code ?? '_OTHER');
    },
  });
}
