import { ConfirmDialog, focusFirstError } from '@latchkey/web';
import { useRef, useState } from 'react';
import { ReasonField } from './reason-field.js';
import { reasonError } from './reason.rules.js';

/** Something that support does to an account. */
export interface Act {
  title: string;
  text: string;
  confirm: string;
  run: (reason: string) => Promise<void>;
}

interface ActDialogProps {
  act: Act;
  /** The reason of the look, which is mostly the reason of the act too. */
  reason: string;
  onClose: () => void;
}

/** Asks before an act of support, and for its reason. */
export function ActDialog({ act, reason: suggested, onClose }: ActDialogProps) {
  const [reason, setReason] = useState(suggested);
  const [error, setError] = useState<string>();
  const fields = useRef<HTMLDivElement>(null);

  function edit(text: string) {
    setReason(text);
    setError(undefined);
  }

  async function confirm() {
    const wrong = reasonError(reason);
    setError(wrong);
    if (wrong !== undefined) {
      focusFirstError(fields.current);
      return false;
    }
    return act.run(reason.trim());
  }

  return (
    <ConfirmDialog
      title={act.title}
      confirm={act.confirm}
      fields={
        <div ref={fields}>
          <ReasonField value={reason} onValue={edit} error={error} />
        </div>
      }
      onConfirm={confirm}
      onClose={onClose}
    >
      {act.text}
    </ConfirmDialog>
  );
}
