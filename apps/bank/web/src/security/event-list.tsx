import { Empty, ErrorBlock, RowsSkeleton, useQuery } from '@latchkey/web';
import { EventPages } from './event-pages.js';
import { recentEvents } from './security.client.js';

const newest = () => recentEvents();

/** The account's events. `changes` counts what adds to them. */
export function EventList({ changes }: { changes: number }) {
  const loaded = useQuery(newest, changes);
  if (loaded.status === 'loading') return <RowsSkeleton />;
  if (loaded.status === 'failed') return <ErrorBlock error={loaded.error} retry={loaded.retry} />;
  const [newestOne] = loaded.value.events;
  if (newestOne === undefined) return <Empty title="Nothing yet">Activity on your account appears here.</Empty>;
  // A new event starts the list again from the top.
  return <EventPages key={newestOne.id} first={loaded.value} />;
}
