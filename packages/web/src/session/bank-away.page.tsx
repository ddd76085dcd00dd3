import { PlainFrame } from '../frame/plain-frame.js';
import { Page } from '../page/page.js';
import { useSite } from '../site/site.js';
import { loginAddress } from './login-navigation.js';

/** For who would be sent to the login while the bank does not answer. */
export function BankAwayPage({ isLoggedOut }: { isLoggedOut: boolean }) {
  const { facts } = useSite();
  return (
    <PlainFrame>
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
    </PlainFrame>
  );
}
