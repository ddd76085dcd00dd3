import { useEffect, useState } from 'react';
import { Alert } from '../ui/alert.js';
import { Button } from '../ui/button.js';
import { asFault } from '../http/api.errors.js';
import type { ApiFault } from '../http/api.errors.js';
import { useSite } from '../site/site-context.js';
import { clockInWords, spokenLeft } from '../session/session-expiry.rules.js';
import { WarningDialog } from './warning-dialog.js';

const TICK_MS = 250;

interface IdleWarningProps {
  /** On the monotonic clock. */
  endsAt: number;
  stay: () => Promise<ApiFault | undefined>;
}

/** Nobody has used the page for long: asks whether somebody is there, and counts down. */
export function IdleWarning({ endsAt, stay }: IdleWarningProps) {
  const { session } = useSite();
  const leftMs = useLeft(endsAt);
  const [fromMs] = useState(leftMs);
  const [busy, setBusy] = useState<'stay' | 'leave'>();
  const [fault, setFault] = useState<ApiFault>();

  async function act(what: 'stay' | 'leave', work: () => Promise<ApiFault | undefined | void>) {
    if (busy !== undefined) return;
    setBusy(what);
    setFault(undefined);
    setFault((await work().catch(asFault)) ?? undefined);
    setBusy(undefined);
  }

  const remain = () => void act('stay', stay);
  return (
    <WarningDialog
      title="Are you still there?"
      onCancel={remain}
      text={
        <>
          You will be logged out in <span className="font-semibold text-ink tabular-nums">{clockInWords(leftMs)}</span>{' '}
          because you did nothing for a while.
        </>
      }
    >
      <output className="sr-only">{spokenLeft(leftMs, fromMs)}</output>
      {fault !== undefined && <Alert>{fault.detail}</Alert>}
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
