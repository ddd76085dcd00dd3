import { useSyncExternalStore } from 'react';
import { WarningIcon } from '../icon/icons.js';
import { useSite } from '../site/site.js';

/** Says that the login cannot be renewed just now, while what is here can still be read. */
export function BankAway() {
  const { renewal } = useSite();
  const isAway = useSyncExternalStore(renewal.subscribe, renewal.isBankAway);
  // Always there, so that a screen reader hears what appears in it.
  return (
    <output className="block">
      {isAway && (
        <span className="block border-t border-line bg-sunken">
          <span className="mx-auto flex max-w-5xl gap-2 px-4 py-2 text-label sm:px-6">
            <span className="mt-0.5">
              <WarningIcon />
            </span>
            <span className="min-w-0">
              The bank cannot be reached. You can go on reading; changes may have to wait until it is back.
            </span>
          </span>
        </span>
      )}
    </output>
  );
}
