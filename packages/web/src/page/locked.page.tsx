import { PlainLayout } from '../layout/plain-layout.js';
import { Page } from './page.js';
import { useSite } from '../session/site-context.js';
import { loginAddress } from '../session/login-navigation.js';

const LEADS = {
  elsewhere: 'Your login ended in another tab of this browser, so this page is locked.',
  idle: 'You were inactive for a while, so this page is locked.',
  absolute: 'Your login reached its time limit. Every login ends after a while, even if you are active.',
};

/** Takes the place of a person's things the moment the login ends without the page's own doing. */
export function LockedPage({ reason }: { reason: keyof typeof LEADS }) {
  const { facts } = useSite();
  return (
    <PlainLayout>
      <Page title="You have been logged out" lead={LEADS[reason]}>
        <div>
          <a className="button button-primary" href={loginAddress(facts.issuer)}>
            Log in again
          </a>
        </div>
      </Page>
    </PlainLayout>
  );
}
