import { DataDownload, Page, PageSection, RequireSession, useLinkedPart } from '@latchkey/web';
import type { MeAnswer } from '@latchkey/verifier/contract';
import { DeletionForm } from './deletion-form.js';
import { DeletionSteps } from './deletion-steps.js';

/** What the bank holds about a person: to take along, and to have deleted. */
export function YourDataPage() {
  return <RequireSession>{(me) => <YourData me={me} />}</RequireSession>;
}

function YourData({ me }: { me: MeAnswer }) {
  useLinkedPart();
  return (
    <Page title="Your data" lead="What the bank holds about you: take it along, or have it deleted.">
      <div className="flex flex-col gap-10">
        <PageSection
          id="download"
          title="Download"
          lead="Your account and roles, your sessions, the recorded events and the addresses that you logged in from, as a JSON file."
        >
          <div className="card flex flex-col gap-4">
            <DataDownload me={me} path="/api/export" />
            <p className="text-label text-muted">
              The other services hold data of their own. Each has a page “Your data” where you can download it.
            </p>
          </div>
        </PageSection>
        <PageSection
          id="delete"
          title="Delete your account"
          lead="At the bank and at every service. You have 7 days to change your mind."
        >
          <div className="card flex flex-col gap-8">
            <DeletionSteps />
            <DeletionForm me={me} />
          </div>
        </PageSection>
      </div>
    </Page>
  );
}

// In the same file of the site: one does not come without the other.
export { GoodbyePage } from './goodbye.page.js';
