import { Link } from '@tanstack/react-router';
import type { EventEntry } from '../../../src/audit/audit.contract.js';
import { EventRow } from '../security/event-row.js';

const SHOWN = 4;

/** The latest events of the account. */
export function RecentActivity({ events }: { events: readonly EventEntry[] }) {
  return (
    <div className="card card-flush">
      <ul className="divide-y divide-line">
        {events.slice(0, SHOWN).map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ul>
      <p className="border-t border-line px-4 py-3 sm:px-6">
        <Link to="/security" hash="events" className="link -my-2 inline-block py-2 text-label">
          All events
        </Link>
      </p>
    </div>
  );
}
