import { PlainLayout } from '../layout/plain-layout.js';
import { Page } from './page.js';
import { useSite } from '../session/site-context.js';
import { loginAddress } from '../session/login-navigation.js';

/** Shown instead of the login while the bank does not answer. */
export function BankAwayPage({ isLoggedOut }: { isLoggedOut: boolean }) {
  const { facts } = useSite();
  return (
    <PlainLayout>
      <Page
        title={isLoggedOut ? 'You are logged out' : 'Login is not available right now'}
        lead="Login happens at the bank, and the bank is not responding. Please try again in a moment."
      >
        <div>
          <a className="button button-primary" href={loginAddress(facts.issuer)}>
            Go to the login page
          </a>
        </div>
      </Page>
    </PlainLayout>
  );
}
