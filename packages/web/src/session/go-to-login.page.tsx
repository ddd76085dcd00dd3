import { useCallback } from 'react';
import { PlainFrame } from '../frame/plain-frame.js';
import { useLoaded } from '../http/loaded.js';
import { PageSkeleton } from '../page/skeleton.js';
import { useSite } from '../site/site.js';
import { BankAwayPage } from './bank-away.page.js';
import { forgetLoginNavigations, goToLogin, loginAddress } from './login-navigation.js';
import { RefusedPage } from './refused.page.js';
import { useSession } from './use-session.js';

const PATIENCE_MS = 3_000;

/** At a service that only verifies: sends an unknown person to the bank's login, and says so when that does not help. */
export function GoToLoginPage() {
  const { facts, session, renewal } = useSite();
  const state = useSession();
  const fault = 'fault' in state ? state.fault : undefined;

  const leave = useCallback(async () => {
    const before = session.state();
    const isLeaving = before.status === 'anonymous' && before.loggedOut === true;
    // A logout works while the bank is dead: the next thing to see is no error of the browser.
    const isDoubtful = isLeaving || renewal.isBankAway() || !navigator.onLine;
    if (isDoubtful && !(await answers(facts.issuer))) return 'away';
    // On the way to the login this page has nothing more to say.
    if (goToLogin(facts.issuer)) return new Promise<never>(() => {});
    const now = session.state();
    // Asked so that there is a request id to quote.
    if (now.status === 'anonymous' && now.fault === undefined) await session.load({ always: true });
    return 'stuck';
  }, [facts, session, renewal]);
  const loaded = useLoaded(leave);

  function tryAgain() {
    forgetLoginNavigations();
    location.replace(loginAddress(facts.issuer));
  }

  if (loaded.status !== 'ready') {
    return (
      <PlainFrame>
        <PageSkeleton />
      </PlainFrame>
    );
  }
  if (loaded.value === 'away') {
    return <BankAwayPage isLoggedOut={state.status === 'anonymous' && state.loggedOut === true} />;
  }
  return <RefusedPage requestId={fault?.requestId} retry={tryAgain} />;
}

/** Whether anything answers there; what it says cannot be read. */
async function answers(issuer: URL): Promise<boolean> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    await fetch(new URL('/health/live', issuer), { mode: 'no-cors', credentials: 'omit', cache: 'no-store', signal });
    return true;
  } catch {
    // Slow is not dead.
    return signal.aborted;
  }
}
