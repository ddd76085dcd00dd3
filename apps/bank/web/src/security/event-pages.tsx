import { Button, ErrorAlert, asApiError } from '@latchkey/web';
import type { ApiError } from '@latchkey/web';
import { useEffect, useRef, useState } from 'react';
import type { EventsAnswer } from '../../../src/audit/audit.contract.js';
import { EventRow } from './event-row.js';
import { recentEvents } from './security.client.js';

const STEP = 8;

/** A list of events that grows page by page, as far as the record goes. */
export function EventPages({ first }: { first: EventsAnswer }) {
  const [{ events, next }, setKnown] = useState(first);
  const [shown, setShown] = useState(STEP);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    // The focus moves to the first new one, since the button may be gone.
    const first = events[shown - STEP]?.id;
    if (shown > STEP && first !== undefined)
      list.current?.querySelector<HTMLElement>(`[data-event="${first}"]`)?.focus();
  }, [shown, events]);

  async function showMore() {
    setError(undefined);
    try {
      if (shown + STEP > events.length && next !== undefined) {
        setBusy(true);
        const page = await recentEvents(next);
        setKnown({ events: [...events, ...page.events], ...(page.next !== undefined && { next: page.next }) });
      }
      setShown(shown + STEP);
    } catch (thrown) {
      setError(asApiError(thrown));
    }
    setBusy(false);
  }

  return (
    <>
      <ul ref={list} className="card card-flush divide-y divide-line">
        {events.slice(0, shown).map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ul>
      {error !== undefined && <ErrorAlert error={error} showId />}
      {(shown < events.length || next !== undefined) && (
        <Button look="quiet" busy={busy} className="self-start" onClick={() => void showMore()}>
          Show more
        </Button>
      )}
    </>
  );
}
