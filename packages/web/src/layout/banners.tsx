import { useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { OfflineIcon, RenewIcon, WarningIcon } from '../ui/icons.js';
import { useSession } from '../session/use-session.js';
import { useSite } from '../session/site-context.js';
import { useNewVersion } from '../site/new-version.js';
import { useOnline } from '../site/online.js';

/** What is the matter with the page as a whole, one below the other; each goes away by itself. */
export function Banners() {
  const { renewal } = useSite();
  const isKnown = useSession().status === 'authenticated';
  const isOnline = useOnline();
  const isBankAway = useSyncExternalStore(renewal.subscribe, renewal.isBankAway);
  const isOutdated = useNewVersion();
  // Always there, so that screen readers announce what appears in it.
  return (
    <output className="banners">
      {!isOnline && (
        <Banner icon={<OfflineIcon />}>
          You are offline. Nothing on this page is lost; what you send has to wait until you are back online.
        </Banner>
      )}
      {isOnline && isKnown && isBankAway && (
        <Banner icon={<WarningIcon />}>
          The bank cannot be reached. You can keep reading; changes may have to wait until it is back.
        </Banner>
      )}
      {isOutdated && (
        <Banner icon={<RenewIcon />}>
          <span className="flex-1">A new version is available.</span>
          <button type="button" className="button button-quiet button-small" onClick={() => location.reload()}>
            Reload
          </button>
        </Banner>
      )}
    </output>
  );
}

function Banner({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <span className="banner">
      {icon}
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-2">{children}</span>
    </span>
  );
}
