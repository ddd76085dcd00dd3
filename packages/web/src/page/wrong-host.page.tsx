import { PlainLayout } from '../layout/plain-layout.js';
import { Page } from './page.js';

/** For a page opened under a host that its cookies do not belong to, where a login could never take. */
export function WrongHostPage({ address }: { address: string }) {
  return (
    <PlainLayout>
      <Page
        title="This page has another address"
        lead={
          <>
            You opened it as{' '}
            <b className="font-medium text-ink" translate="no">
              {location.host}
            </b>
            . Login only works at its own address, so nothing was loaded here.
          </>
        }
      >
        <p translate="no" className="id rounded-control bg-sunken p-3">
          {address}
        </p>
        <div>
          <a className="button button-primary" href={address}>
            Open the right address
          </a>
        </div>
      </Page>
    </PlainLayout>
  );
}
