import { Time } from '@latchkey/web';
import type { EventEntry } from '../../../src/audit/audit.contract.js';
import { readableEvent } from './event-text.rules.js';

/** One event: what, on which device, from where, and when. */
export function EventRow({ event }: { event: EventEntry }) {
  const { text, more, isWorthALook } = readableEvent(event);
  const facts = [more, event.current ? 'This device' : event.device, event.address].filter((fact) => fact != null);
  return (
    <li tabIndex={-1} data-event={event.id} className="flex gap-4 px-4 py-3 outline-none sm:px-6">
      <span
        className={`mt-2 size-2 shrink-0 rounded-full border border-transparent ${isWorthALook ? 'bg-danger' : 'bg-line-strong'}`}
      />
      <div className="flex min-w-0 flex-1 flex-col gap-x-6 sm:flex-row sm:items-baseline sm:justify-between">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium">
            <span>{text}</span>
            {isWorthALook && <span className="badge badge-danger">Worth a look</span>}
          </p>
          <p className="text-label text-muted">{facts.join(' · ')}</p>
          {event.note !== undefined && (
            <p className="text-label break-words text-muted">
              Reason: <q>{event.note}</q>
            </p>
          )}
        </div>
        <p className="shrink-0 text-label text-muted tabular-nums">
          <Time seconds={Date.parse(event.at) / 1000} />
        </p>
      </div>
    </li>
  );
}
