import { Button, ConfirmDialog, ErrorBlock, RowsSkeleton, useQuery } from '@latchkey/web';
import type { SessionEntry } from '@latchkey/verifier/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { LogOutEverywhere } from './log-out-everywhere.js';
import { neighbourOf } from './next-focus.rules.js';
import { SessionRow } from './session-row.js';
import { activeSessions, endSession } from './security.client.js';

interface SessionListProps {
  /** Counts what may have ended sessions: each change fetches the list again. */
  changes: number;
  onEnded: () => void;
}

/** Where the person is logged in, and how to end that. */
export function SessionList({ changes, onEnded }: SessionListProps) {
  const [pages, setPages] = useState(1);
  const load = useCallback(() => activeSessions(pages), [pages]);
  const loaded = useQuery(load, changes);
  const [ended, setEnded] = useState<readonly SessionEntry[]>([]);
  const [asked, setAsked] = useState<SessionEntry>();
  const focusNext = useRef<string>(undefined);
  const list = useRef<HTMLUListElement>(null);
  const firstOfPage = useRef<number>(undefined);

  useEffect(() => {
    if (loaded.status !== 'ready' || firstOfPage.current === undefined) return;
    const first = loaded.value.sessions[firstOfPage.current]?.id;
    // The focus moves there, since the button may be gone.
    if (first !== undefined) list.current?.querySelector<HTMLElement>(`[data-session="${first}"]`)?.focus();
    firstOfPage.current = undefined;
  }, [loaded]);

  if (loaded.status === 'loading') return <RowsSkeleton />;
  if (loaded.status === 'failed') return <ErrorBlock error={loaded.error} retry={loaded.retry} />;
  const { sessions, isPart } = loaded.value;
  const isBusy = loaded.value.pages < pages;
  const active = sessions.filter(({ id }) => !ended.some((one) => one.id === id));

  async function end(session: SessionEntry) {
    await endSession(session.id);
    const others = active.filter(({ current }) => !current);
    focusNext.current = neighbourOf(others, session)?.id ?? 'sessions-title';
    setEnded([...ended, session]);
    onEnded();
  }

  function close() {
    setAsked(undefined);
    // The row is gone; keyboard users continue at its neighbour.
    if (focusNext.current !== undefined) document.getElementById(focusNext.current)?.focus();
    focusNext.current = undefined;
  }

  function showMore() {
    firstOfPage.current = sessions.length;
    setPages(pages + 1);
  }

  return (
    <>
      <div className="card card-flush">
        <ul ref={list} className="divide-y divide-line">
          {active.map((session) => (
            <SessionRow key={session.id} session={session} onEnd={() => setAsked(session)} />
          ))}
        </ul>
        <LogOutEverywhere />
      </div>
      {isPart && (
        <Button look="quiet" busy={isBusy} className="self-start" onClick={showMore}>
          Show more sessions
        </Button>
      )}
      {active.length === 1 && !isPart && <p className="text-label text-muted">You are not logged in anywhere else.</p>}
      <output className="sr-only">
        {ended.length > 0 &&
          `The session on ${ended.at(-1)?.device} has ended. ${isPart ? 'Others are' : `${active.length}`} left.`}
      </output>
      {asked !== undefined && (
        <ConfirmDialog title="End this session?" confirm="End session" onConfirm={() => end(asked)} onClose={close}>
          {`${asked.device} (${asked.address}) will be logged out of every service immediately.`}
        </ConfirmDialog>
      )}
    </>
  );
}
