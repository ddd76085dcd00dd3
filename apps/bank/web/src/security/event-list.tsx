import { BlockFault, BlockSkeleton } from '@latchkey/web';
import { EventPages } from './event-pages.js';
import { recordedEvents } from './events.client.js';
import { useReloaded } from './use-reloaded.js';

const newest = () => recordedEvents();

/** What happened around the person's account. `changes` counts what adds to it. */
export function EventList({ changes }: { changes: number }) {
  const loaded = useReloaded(newest, changes);
  if (loaded.status === 'ready' && loaded.value.events.length > 0) {
    // Begins anew where something new has happened.
    return <EventPages key={loaded.value.events[0]?.id} first={loaded.value} />;
  }
  return (
    <div className="card">
      {loaded.status === 'loading' && <BlockSkeleton />}
      {loaded.status === 'failed' && <BlockFault fault={loaded.fault} retry={loaded.retry} />}
      {loaded.status === 'ready' && <p className="text-muted">Nothing has happened yet.</p>}
    </div>
  );
}
