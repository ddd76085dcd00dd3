import type { MeAnswer } from '@latchkey/auth/contract';
import { useId, useState } from 'react';
import { Alert } from '../form/alert.js';
import { Button } from '../form/button.js';
import { asFault } from '../http/api.errors.js';
import type { ApiFault } from '../http/api.errors.js';
import { ChevronIcon } from '../icon/icons.js';
import { Time } from '../page/time.js';
import { useSite } from '../site/site.js';

/** Who is logged in, and the way out. */
export function AccountMenu({ me }: { me: MeAnswer }) {
  const { session } = useSite();
  const id = useId();
  const [busy, setBusy] = useState<'here' | 'everywhere'>();
  const [fault, setFault] = useState<ApiFault>();

  async function logOut(where: 'here' | 'everywhere') {
    if (busy !== undefined) return;
    setBusy(where);
    setFault(undefined);
    try {
      await session.logOut({ everywhere: where === 'everywhere' });
    } catch (thrown) {
      setFault(asFault(thrown));
      setBusy(undefined);
    }
  }

  return (
    <>
      <button type="button" popoverTarget={id} className="account-button">
        <span className="avatar" aria-hidden="true">
          {me.username.charAt(0)}
        </span>
        <span>Account</span>
        <ChevronIcon />
      </button>
      <div id={id} popover="auto" className="account-menu">
        <div className="flex flex-col gap-4">
          <div className="flex flex-col gap-1">
            <p className="font-medium break-words">Logged in as {me.username}</p>
            <p className="text-label text-muted">
              Since <Time seconds={me.auth_time} />
            </p>
          </div>
          {fault !== undefined && <Alert>You are still logged in. {fault.detail}</Alert>}
          <Button look="quiet" busy={busy === 'here'} onClick={() => void logOut('here')}>
            Log out
          </Button>
          <div className="flex flex-col gap-2">
            <Button
              look="quiet"
              busy={busy === 'everywhere'}
              aria-describedby={`${id}-everywhere`}
              onClick={() => void logOut('everywhere')}
            >
              Log out everywhere
            </Button>
            <p id={`${id}-everywhere`} className="text-label text-muted">
              On this and all your other devices.
            </p>
          </div>
        </div>
      </div>
    </>
  );
}
