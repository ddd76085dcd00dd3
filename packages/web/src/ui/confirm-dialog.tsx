import { useEffect, useId, useRef, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { asApiError } from '../http/api.errors.js';
import type { ApiError } from '../http/api.errors.js';
import { RequestId } from './request-id.js';
import { Alert } from './alert.js';
import { Button } from './button.js';

interface ConfirmDialogProps {
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** What the button that does it says. */
  confirm: string;
  /** What has to be typed for it. */
  fields?: ReactNode;
  /** Does it. The dialog closes after it, or says why it failed; after `false` it stays, for the fields to be put right. */
  onConfirm: () => Promise<void | false>;
  /** The dialog is closed, done or not; the focus is back where it was. */
  onClose: () => void;
}

/** Asks before something that cannot be taken back. Open as long as it is rendered. */
export function ConfirmDialog({ title, children, fields, confirm, onConfirm, onClose }: ConfirmDialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();

  useEffect(() => {
    dialog.current?.showModal();
    // The second click of a double click lands on the backdrop: the focus stays in the dialog.
    dialog.current?.addEventListener('mousedown', (event) => {
      if (event.target === event.currentTarget) event.preventDefault();
    });
  }, []);

  async function act(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      const isDone = (await onConfirm()) !== false;
      if (isDone) dialog.current?.close();
      else setBusy(false);
    } catch (thrown) {
      setError(asApiError(thrown));
      setBusy(false);
    }
  }

  return (
    <dialog
      ref={dialog}
      className="dialog"
      closedby={busy ? 'none' : 'closerequest'}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => busy && event.preventDefault()}
      onClose={onClose}
    >
      <form method="post" noValidate onSubmit={(event) => void act(event)} className="flex flex-col gap-4">
        <h2 id={`${id}-title`} className="text-lead font-semibold">
          {title}
        </h2>
        <div id={`${id}-text`} className="text-muted">
          {children}
        </div>
        {fields}
        {error !== undefined && (
          <>
            <Alert>{error.detail}</Alert>
            <RequestId id={error.requestId} />
          </>
        )}
        {/* Cancel comes first, so it has the focus where nothing is to be typed. */}
        <div className="mt-2 flex flex-col gap-3 sm:flex-row sm:justify-end">
          <Button look="quiet" aria-disabled={busy} onClick={() => dialog.current?.close()}>
            Cancel
          </Button>
          <Button type="submit" look="danger" busy={busy}>
            {confirm}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
