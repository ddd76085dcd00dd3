import { Button } from '../form/button.js';
import type { ApiFault } from '../http/api.errors.js';
import { Page } from './page.js';
import { RequestId } from './request-id.js';

/** Takes the place of a page that could not be loaded. */
export function FaultPage({ fault, retry }: { fault: ApiFault; retry: () => void }) {
  const title = fault.status === 0 ? 'No answer' : 'This did not work';
  return (
    <Page title={title} lead={fault.detail}>
      <RequestId id={fault.requestId} />
      <div>
        <Button onClick={retry}>Try again</Button>
      </div>
    </Page>
  );
}
