import { useCallback } from 'react';
import { PlainFrame } from '../frame/plain-frame.js';
import { Button } from '../form/button.js';
import { Page } from '../page/page.js';
import { RequestId } from '../page/request-id.js';
import { useLoaded } from '../http/loaded.js';
import { PageSkeleton } from '../page/skeleton.js';
import { useSite } from '../site/site.js';
import { forgetLoginNavigations, goToLogin, loginAddress } from './login-navigation.js';
import { useSession } from './use-session.js';

/** At a service that only verifies: sends an unknown person to the bank's login, and says so when that does not help. */
export function GoToLoginPage() {
  const { facts, session } = useSite();
  const state = useSession();
  const fault = state.status === 'anonymous' ? state.fault : undefined;

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
  return (
    <PlainFrame>
      <Page
        title="We could not log you in here"
        lead="Your login works at the bank, but this service did not accept it several times in a row. We stopped, instead of sending you back and forth."
      >
        <RequestId id={fault?.requestId} />
        <div className="flex flex-wrap gap-3">
          <Button onClick={tryAgain}>Try again</Button>
          <a className="button button-quiet" href={facts.issuer.href}>
            Go to the bank
          </a>
        </div>
      </Page>
    </PlainFrame>
  );
}
