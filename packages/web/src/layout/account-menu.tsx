import type { MeAnswer } from '@latchkey/verifier/contract';
import { useId, useState } from 'react';
import { Alert } from '../ui/alert.js';
import { Button } from '../ui/button.js';
import { asApiError } from '../http/api.errors.js';
import type { ApiError } from '../http/api.errors.js';
import { Time } from '../ui/time.js';
import { useSite } from '../session/site-context.js';
import { ChevronIcon, LeaveAllIcon, LeaveIcon } from './layout-icons.js';
import { Menu } from './menu.js';
import { SecurityLink } from './security-link.js';

/** Who is logged in, the way to the login's own settings, and the way out. */
export function AccountMenu({ me }: { me: MeAnswer }) {
  const { session } = useSite();
  const id = useId();
  const [busy, setBusy] = useState<'here' | 'everywhere'>();
  const [error, setError] = useState<ApiError>();

  async function logOut(where: 'here' | 'everywhere') {
    if (busy !== undefined) return;
    setBusy(where);
    setError(undefined);
    try {
      await session.logOut({ everywhere: where === 'everywhere' });
    } catch (thrown) {
      setError(asApiError(thrown));
      setBusy(undefined);
    }
  }

  const initial = (
    <span className="avatar" aria-hidden="true" translate="no">
      {me.username.charAt(0)}
    </span>
  );
  const button = (
    <>
      {initial}
      <span className="max-sm:sr-only">Account</span>
      <ChevronIcon />
    </>
  );
  return (
    <div className="account">
      <Menu button={button}>
        <div className="flex items-center gap-3 p-3">
          {initial}
          <div className="min-w-0">
            <p className="font-semibold break-words">
              Logged in as <span translate="no">{me.username}</span>
            </p>
            <p className="text-label text-muted">
              Since <Time seconds={me.auth_time} />
            </p>
            {me.roles.length > 0 && (
              <p className="text-label break-words text-muted">
                {me.roles.length === 1 ? 'Role' : 'Roles'}: <span translate="no">{me.roles.join(', ')}</span>
              </p>
            )}
          </div>
        </div>
        <SecurityLink />
        <div className="mt-2 border-t border-line pt-2 pb-1">
          {error !== undefined && (
            <div className="pb-2">
              <Alert>
                {`You ${error.code === 'unreachable' ? 'may still be' : 'are still'} logged in. ${error.detail}`}
              </Alert>
            </div>
          )}
          <Button look="item" busy={busy === 'here'} onClick={() => void logOut('here')}>
            {busy !== 'here' && <LeaveIcon />}
            <span>Log out</span>
          </Button>
          <Button
            look="item"
            busy={busy === 'everywhere'}
            aria-describedby={`${id}-everywhere`}
            onClick={() => void logOut('everywhere')}
          >
            {busy !== 'everywhere' && <LeaveAllIcon />}
            <span>Log out everywhere</span>
          </Button>
          <p id={`${id}-everywhere`} className="-mt-2 ps-10 pe-3 pb-2 text-label text-muted">
            On this and all your other devices.
          </p>
        </div>
      </Menu>
    </div>
  );
}
