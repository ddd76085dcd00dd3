import { Button } from '../form/button.js';
import { PlainFrame } from '../frame/plain-frame.js';
import { Page } from '../page/page.js';
import { RequestId } from '../page/request-id.js';
import { useSite } from '../site/site.js';

interface RefusedPageProps {
  /** Code of the refusal, if one was answered. */
  code?: string | undefined;
  requestId: string | undefined;
  retry: () => void;
}

/** The bank knows the person and this service does not: said, instead of sending anybody back and forth. */
export function RefusedPage({ code, requestId, retry }: RefusedPageProps) {
  const { facts } = useSite();
  const isSkew = code === 'clock_skew';
  return (
    <PlainFrame>
      <Page
        title={isSkew ? 'Two clocks disagree' : 'We could not log you in here'}
        lead={
          isSkew
            ? 'The clock of this service and the clock of the bank are too far apart, so it cannot tell whether your login is still good. You did nothing wrong, and logging in again would not help: please tell us, or try later.'
            : 'We stopped, instead of sending you back and forth between this service and the bank. If your browser blocks cookies or site data, allow them for both, then try again.'
        }
      >
        <RequestId id={requestId} />
        <div className="flex flex-wrap gap-3">
          <Button onClick={retry}>Try again</Button>
          <a className="button button-quiet" href={facts.issuer.href}>
            Go to the bank
          </a>
        </div>
      </Page>
    </PlainFrame>
  );
}
