import { useCallback } from 'react';
import { PlainLayout } from '../layout/plain-layout.js';
import { useQuery } from '../http/use-query.js';
import { PageSkeleton } from '../ui/skeleton.js';
import { useSite } from '../session/site-context.js';
import { BankAwayPage } from './bank-away.page.js';
import { forgetLoginNavigations, goToLogin, loginAddress } from '../session/login-navigation.js';
import { mayGoToLogin } from '../session/login-navigation.rules.js';
import type { BankLook } from '../session/login-navigation.rules.js';
import { RejectedPage } from './rejected.page.js';
import { useSession } from '../session/use-session.js';

const PATIENCE_MS = 1_000;
/** After a logout it is more likely that the bank is away: a logout works without it. */
const PATIENCE_AFTER_LOGOUT_MS = 3_000;

/** At a service that only verifies: goes to the bank's login, and says so when that does not help. */
export function GoToLoginPage() {
  const { facts, session } = useSite();
  const state = useSession();
  const error = 'error' in state ? state.error : undefined;

  const leave = useCallback(async () => {
    const before = session.state();
    const isLeaving = before.status === 'anonymous' && before.loggedOut === true;
    // With the bank down, the browser's own error page would be next.
    const bank = await lookAt(facts.issuer, isLeaving ? PATIENCE_AFTER_LOGOUT_MS : PATIENCE_MS);
    if (!mayGoToLogin(bank, isLeaving)) return 'away';
    // The browser is leaving for the login: nothing more to draw.
    const way = goToLogin(facts.issuer, isLeaving);
    if (way === 'gone') return new Promise<never>(() => {});
    if (way === 'nothing_kept') return 'closed';
    const now = session.state();
    // Asks only so that there is a request id to quote.
    if (now.status === 'anonymous' && now.error === undefined) await session.load({ always: true });
    return 'stuck';
  }, [facts, session]);
  const loaded = useQuery(leave);

  function tryAgain() {
    forgetLoginNavigations();
    location.replace(loginAddress(facts.issuer));
  }

  if (loaded.status !== 'ready') {
    return (
      <PlainLayout>
        <PageSkeleton />
      </PlainLayout>
    );
  }
  if (loaded.value === 'away') {
    return <BankAwayPage isLoggedOut={state.status === 'anonymous' && state.loggedOut === true} />;
  }
  return <RejectedPage code={loaded.value} requestId={error?.requestId} retry={tryAgain} />;
}

/** Whether anything answers there; what it says cannot be read. */
async function lookAt(issuer: URL, patienceMs: number): Promise<BankLook> {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    await fetch(new URL('/health/live', issuer), { mode: 'no-cors', credentials: 'omit', cache: 'no-store', signal });
    return 'there';
  } catch {
    return signal.aborted ? 'slow' : 'away';
  }
}
