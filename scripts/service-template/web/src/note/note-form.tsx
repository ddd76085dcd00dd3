import { ErrorAlert, Field, SubmitButton, asApiError, draftOf, errorsByField, focusFirstError } from '@latchkey/web';
import type { ApiError } from '@latchkey/web';
import type { MeAnswer } from '@latchkey/verifier/contract';
import { useRef, useState } from 'react';
import type { FormEvent } from 'react';
import type { NoteAnswer } from '../../../src/note/note.contract.js';
import { saveNote } from './note.client.js';

/** The note, to read and to change. What is typed is kept as a draft of this person until it is saved. */
export function NoteForm({ me, note }: { me: MeAnswer; note: NoteAnswer }) {
  const draft = draftOf<string>('note', me.sub);
  const [text, setText] = useState(() => draft.read() ?? note.text);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [status, setStatus] = useState('');
  const form = useRef<HTMLFormElement>(null);
  const marked = error && errorsByField(error.errors)['text'];

  function type(next: string) {
    setText(next);
    setStatus('');
    setError(undefined);
    draft.keep(next);
  }

  async function save(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(undefined);
    setStatus('');
    try {
      const saved = await saveNote({ text: text.trim() });
      draft.forget();
      setText(saved.text);
      setStatus(saved.text === '' ? 'Removed.' : 'Saved.');
    } catch (thrown) {
      setError(asApiError(thrown));
      focusFirstError(form.current);
    }
    setBusy(false);
  }

  return (
    <form ref={form} noValidate onSubmit={(event) => void save(event)} className="card flex flex-col gap-6">
      {error !== undefined && marked === undefined && <ErrorAlert error={error} />}
      <Field
        label="Note"
        name="text"
        value={text}
        onValue={type}
        error={marked && `This note ${marked}.`}
        hint="One line of up to 200 characters. Only you can read it."
        autoComplete="off"
      />
      <div className="flex flex-wrap items-center gap-3 max-sm:*:grow">
        <SubmitButton busy={busy} wait={0}>
          Save note
        </SubmitButton>
        <output className="w-full text-label text-muted">{status}</output>
      </div>
    </form>
  );
}
