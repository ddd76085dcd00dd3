import { Link } from '@tanstack/react-router';
import { SessionLayout } from '../layout/session-layout.js';
import { Page } from './page.js';

/** For an address that leads nowhere. */
export function NotFoundPage() {
  return (
    <SessionLayout>
      <Page title="Page not found" lead="There is nothing at this address. The link may be old or mistyped.">
        <div>
          <Link to="/" className="button button-primary">
            Go to the start page
          </Link>
        </div>
      </Page>
    </SessionLayout>
  );
}
