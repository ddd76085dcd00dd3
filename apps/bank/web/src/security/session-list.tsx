import { ConfirmDialog, FaultBlock, RowsSkeleton } from '@latchkey/web';
import type { SessionEntry } from '@latchkey/auth/contract';
import { useRef, useState } from 'react';
import { LogOutEverywhere } from './log-out-everywhere.js';
import { neighbourOf } from './next-focus.rules.js';
import { SessionRow } from './session-row.js';
import { endSession, livingSessions } from './sessions.client.js';
import { useReloaded } from './use-reloaded.js';

interface SessionListProps {
  /** Counts what may have ended sessions: each time the list is asked for anew. */
  changes: number;
  onEnded: () => void;
}

/** Where the person is logged in, and how to end that. */
export function SessionList({ changes, onEnded }: SessionListProps) {
  const loaded = useReloaded(livingSessions, changes);
  const [ended, setEnded] = useState<readonly SessionEntry[]>([]);
  const [asked, setAsked] = useState<SessionEntry>();
  const focusNext = useRef<string>(undefined);

  if (loaded.status === 'loading') return <RowsSkeleton />;
  if (loaded.status === 'failed') return <FaultBlock fault={loaded.fault} retry={loaded.retry} />;
  const living = loaded.value.filter(({ id }) => !ended.some((one) => one.id === id));

  async function end(session: SessionEntry) {
    await endSession(session.id);
    const others = living.filter(({ current }) => !current);
    focusNext.current = neighbourOf(others, session)?.id ?? 'sessions-title';
    setEnded([...ended, session]);
    onEnded();
  }

  function close() {
    setAsked(undefined);
    // The row that was left is gone; whoever goes by the keyboard continues beside it.
    if (focusNext.current !== undefined) document.getElementById(focusNext.current)?.focus();
    focusNext.current = undefined;
  }

  return (
    <>
      <div className="card card-flush">
        <ul className="divide-y divide-line">
          {living.map((session) => (
            <SessionRow key={session.id} session={session} onEnd={() => setAsked(session)} />
          ))}
        </ul>
        <LogOutEverywhere />
      </div>
      {living.length === 1 && <p className="text-label text-muted">You are logged in nowhere else.</p>}
      <output className="sr-only">
        {ended.length > 0 && `The session of ${ended.at(-1)?.device} has ended. ${living.length} left.`}
      </output>
      {asked !== undefined && (
        <ConfirmDialog title="End this session?" confirm="End session" onConfirm={() => end(asked)} onClose={close}>
          {`${asked.device}, ${asked.address}, will be logged out of all services of the house at once.`}
        </ConfirmDialog>
      )}
    </>
  );
}
