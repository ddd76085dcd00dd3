import { PlainFrame } from '../frame/plain-frame.js';
import { Page } from '../page/page.js';
import { useSite } from '../site/site.js';
import { loginAddress } from './login-navigation.js';

/** Takes the place of a person's things the moment the login ends elsewhere in this browser. */
export function LockedPage() {
  const { facts } = useSite();
  return (
    <PlainFrame>
      <Page
        title="You have been logged out"
        lead="Your login ended in another tab of this browser, so this page is locked too."
      >
        <div>
          <a className="button button-primary" href={loginAddress(facts.issuer)}>
            Log in again
          </a>
        </div>
      </Page>
    </PlainFrame>
  );
}
