import { PlainLayout } from '../layout/plain-layout.js';
import { Page } from './page.js';
import { useSite } from '../site/site-context.js';
import { loginAddress } from '../session/login-navigation.js';

/** Shown instead of the login while the bank does not answer. */
export function BankAwayPage({ isLoggedOut }: { isLoggedOut: boolean }) {
  const { facts } = useSite();
  return (
    <PlainLayout>
      <Page
        title={isLoggedOut ? 'You are logged out' : 'No login at the moment'}
        lead="The bank, where everybody logs in, does not answer just now."
      >
        <div>
          <a className="button button-primary" href={loginAddress(facts.issuer)}>
            Go to the login
          </a>
        </div>
      </Page>
    </PlainLayout>
  );
}
