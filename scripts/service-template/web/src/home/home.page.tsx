import { ErrorPage, Page, RequireSession, useQuery } from '@latchkey/web';
import type { MeAnswer } from '@latchkey/verifier/contract';
import { readNote } from '../note/note.client.js';
import { NoteForm } from '../note/note-form.js';

/** The note of the person who logged in at the bank. */
export function HomePage() {
  return <RequireSession>{(me) => <Home me={me} />}</RequireSession>;
}

function Home({ me }: { me: MeAnswer }) {
  const note = useQuery(readNote);

  if (note.status === 'failed') return <ErrorPage error={note.error} retry={note.retry} />;
  return (
    <Page title="Your note" lead={`Welcome, ${me.username}. Your login at the bank works here too.`}>
      {note.status === 'loading' ? <NoteSkeleton /> : <NoteForm me={me} note={note.value} />}
    </Page>
  );
}

function NoteSkeleton() {
  return (
    <div className="card skeleton-late flex flex-col gap-6" aria-busy="true">
      <p className="sr-only">Loading your note</p>
      <div className="skeleton h-4 w-24" />
      <div className="skeleton h-11 w-full" />
      <div className="skeleton h-11 w-32" />
    </div>
  );
}
