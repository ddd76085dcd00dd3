import { Button, ConfirmDialog, useSite } from '@latchkey/web';
import { useState } from 'react';

/** Ends all sessions of the user, this one included, once confirmed. */
export function LogOutEverywhere() {
  const { session } = useSite();
  const [asked, setAsked] = useState(false);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t border-line bg-sunken p-4 sm:px-6">
      <p className="min-w-0 flex-1 basis-48 text-label text-muted">
        Lost a device? End all sessions, including this one.
      </p>
      <Button look="quiet" className="button-small" onClick={() => setAsked(true)}>
        Log out everywhere
      </Button>
      {asked && (
        <ConfirmDialog
          title="Log out everywhere?"
          confirm="Log out everywhere"
          onConfirm={() => session.logOut({ everywhere: true })}
          onClose={() => setAsked(false)}
        >
          All your sessions end now, here and on every other device. You will have to log in again.
        </ConfirmDialog>
      )}
    </div>
  );
}
