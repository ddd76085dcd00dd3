import { Button, Empty } from '@latchkey/web';
import type { SessionEntry } from '@latchkey/verifier/contract';
import { SessionRow } from '../security/session-row.js';

interface PersonSessionsProps {
  sessions: readonly SessionEntry[];
  onEnd: (session: SessionEntry) => void;
  onEndAll: () => void;
}

/** Where the person is logged in, and how to end that. */
export function PersonSessions({ sessions, onEnd, onEndAll }: PersonSessionsProps) {
  if (sessions.length === 0) return <Empty title="Not logged in">There is no session to end.</Empty>;
  return (
    <div className="card card-flush">
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => onEnd(session)} />
        ))}
      </ul>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t border-line bg-sunken p-4 sm:px-6">
        <p className="min-w-0 flex-1 basis-48 text-label text-muted">The person can log in again afterwards.</p>
        <Button look="quiet" className="button-small" onClick={onEndAll}>
          End all sessions
        </Button>
      </div>
    </div>
  );
}
