import { useState } from 'react';
import { Alert } from '../ui/alert.js';
import { Button } from '../ui/button.js';
import { asApiError } from '../http/api.errors.js';
import type { ApiError } from '../http/api.errors.js';
import { useSite } from '../session/site-context.js';
import { WarningDialog } from './warning-dialog.js';

interface AbsoluteWarningProps {
  /** On the monotonic clock. */
  endsAt: number;
  carryOn: () => void;
}

/** The login has lasted nearly as long as any login does: says when it ends, since nothing moves that. */
export function AbsoluteWarning({ endsAt, carryOn }: AbsoluteWarningProps) {
  const { session } = useSite();
  const [clock] = useState(() => timeOf(endsAt));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();

  async function logInAgain() {
    if (busy) return;
    setBusy(true);
    try {
      // The login sends a logged-in user straight back, so log out first; this page then leads to the login and returns here.
      await session.logOut({ keepDrafts: true });
    } catch (thrown) {
      setError(asApiError(thrown));
      setBusy(false);
    }
  }

  return (
    <WarningDialog
      title="Your login ends soon"
      onCancel={carryOn}
      text={`It ends at ${clock} and cannot be extended. Log in again now to continue without interruption.`}
    >
      {error !== undefined && <Alert>{error.detail}</Alert>}
      <div className="flex flex-wrap gap-3 max-sm:*:grow">
        <Button busy={busy} onClick={() => void logInAgain()}>
          Log in again now
        </Button>
        <Button look="quiet" onClick={carryOn}>
          Continue until then
        </Button>
      </div>
    </WarningDialog>
  );
}

/** As the person's own clock will show it. */
function timeOf(moment: number): string {
  return new Date(Date.now() + moment - performance.now()).toLocaleTimeString(undefined, { timeStyle: 'short' });
}
