import { useCallback } from 'react';
import { PlainFrame } from '../frame/plain-frame.js';
import { useLoaded } from '../http/loaded.js';
import { PageSkeleton } from '../page/skeleton.js';
import { useSite } from '../site/site.js';
import { forgetLoginNavigations, goToLogin, loginAddress } from './login-navigation.js';
import { RefusedPage } from './refused.page.js';
import { useSession } from './use-session.js';

/** At a service that only verifies: sends an unknown person to the bank's login, and says so when that does not help. */
export function GoToLoginPage() {
  const { facts, session } = useSite();
  const state = useSession();
  const fault = 'fault' in state ? state.fault : undefined;

  const leave = useCallback(async () => {
    // On the way to the login this page has nothing more to say.
    if (goToLogin(facts.issuer)) return new Promise<never>(() => {});
    const now = session.state();
    // Asked so that there is a request id to quote.
    if (now.status === 'anonymous' && now.fault === undefined) await session.load({ always: true });
  }, [facts, session]);
  const isStuck = useLoaded(leave).status === 'ready';

  function tryAgain() {
    forgetLoginNavigations();
    location.replace(loginAddress(facts.issuer));
  }

  if (!isStuck) {
    return (
      <PlainFrame>
        <PageSkeleton />
      </PlainFrame>
    );
  }
  return <RefusedPage requestId={fault?.requestId} retry={tryAgain} />;
}
