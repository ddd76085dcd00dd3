import { useEffect, useState } from 'react';
import { Alert } from '../ui/alert.js';
import { Button } from '../ui/button.js';
import { asApiError } from '../http/api.errors.js';
import type { ApiError } from '../http/api.errors.js';
import { useSite } from '../session/site-context.js';
import { readableClock, spokenLeft } from '../session/session-expiry.rules.js';
import { WarningDialog } from './warning-dialog.js';

const TICK_MS = 250;

interface IdleWarningProps {
  /** On the monotonic clock. */
  endsAt: number;
  stay: () => Promise<ApiError | undefined>;
}

/** Nobody has used the page for long: asks whether somebody is there, and counts down. */
export function IdleWarning({ endsAt, stay }: IdleWarningProps) {
  const { session } = useSite();
  const leftMs = useLeft(endsAt);
  const [fromMs] = useState(leftMs);
  const [busy, setBusy] = useState<'stay' | 'leave'>();
  const [error, setError] = useState<ApiError>();

  async function act(what: 'stay' | 'leave', work: () => Promise<ApiError | undefined | void>) {
    if (busy !== undefined) return;
    setBusy(what);
    setError(undefined);
    setError((await work().catch(asApiError)) ?? undefined);
    setBusy(undefined);
  }

  const remain = () => void act('stay', stay);
  return (
    <WarningDialog
      title="Are you still there?"
      onCancel={remain}
      text={
        <>
          You will be logged out in <span className="font-semibold text-ink tabular-nums">{readableClock(leftMs)}</span>{' '}
          because you have been inactive.
        </>
      }
    >
      <output className="sr-only">{spokenLeft(leftMs, fromMs)}</output>
      {error !== undefined && <Alert>{error.detail}</Alert>}
      <div className="flex flex-wrap gap-3 max-sm:*:grow">
        <Button busy={busy === 'stay'} onClick={remain}>
          Stay logged in
        </Button>
        <Button look="quiet" busy={busy === 'leave'} onClick={() => void act('leave', () => session.logOut())}>
          Log out
        </Button>
      </div>
    </WarningDialog>
  );
}

function useLeft(endsAt: number): number {
  const [now, setNow] = useState(() => performance.now());

  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);

  return Math.max(0, endsAt - now);
}
