import { DataDownload, Page, PageSection, RequireSession, useSite } from '@latchkey/web';
import type { MeAnswer } from '@latchkey/verifier/contract';

/** What this service holds about a person. */
export function YourDataPage() {
  return <RequireSession>{(me) => <YourData me={me} />}</RequireSession>;
}

function YourData({ me }: { me: MeAnswer }) {
  const { facts } = useSite();
  return (
    <Page title="Your data" lead="What this service holds about you.">
      <div className="flex flex-col gap-10">
        <PageSection id="download" title="Download" lead="Your note, as a JSON file.">
          <div className="card flex flex-col gap-4">
            <DataDownload me={me} path="/api/export" />
            <p className="text-label text-muted">
              Your account, your logins and the record of events are the bank’s:{' '}
              <a href={new URL('/your-data', facts.issuer).href} className="link">
                your data at the bank
              </a>
              .
            </p>
          </div>
        </PageSection>
        <PageSection id="delete" title="Deletion" lead="Your note goes with your account.">
          <div className="card flex flex-col items-start gap-4">
            <p className="text-pretty text-muted">
              You delete the account at the bank. It then tells every service, and this one deletes your note.
            </p>
            <a href={new URL('/your-data#delete', facts.issuer).href} className="button button-quiet">
              Delete the account at the bank
            </a>
          </div>
        </PageSection>
      </div>
    </Page>
  );
}
