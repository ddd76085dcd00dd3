import { Button } from '../ui/button.js';
import { PlainLayout } from '../layout/plain-layout.js';
import { Page } from './page.js';
import { RequestId } from '../ui/request-id.js';
import { useSite } from '../site/site-context.js';

const OTHERWISE = {
  title: 'We could not log you in here',
  lead: 'We stopped, instead of sending you back and forth between this service and the bank. If your browser blocks cookies or site data, allow them for both, then try again.',
};

const WORDS: Record<string, typeof OTHERWISE | undefined> = {
  clock_skew: {
    title: 'Two clocks disagree',
    lead: 'The clock of this service and the clock of the bank are too far apart, so it cannot tell whether your login is still good. You did nothing wrong, and logging in again would not help: please tell us, or try later.',
  },
  closed: {
    title: 'No login without cookies',
    lead: 'Your browser keeps neither cookies nor other data for this site, so no login could last here. Allow both for this service and for the bank, then try again.',
  },
};

interface RejectedPageProps {
  /** Code of the refusal, if one was answered, or what else is in the way. */
  code?: string | undefined;
  requestId: string | undefined;
  retry: () => void;
}

/** The bank knows the person and this service does not: said, instead of sending anybody back and forth. */
export function RejectedPage({ code, requestId, retry }: RejectedPageProps) {
  const { facts } = useSite();
  const { title, lead } = WORDS[code ?? ''] ?? OTHERWISE;
  return (
    <PlainLayout>
      <Page title={title} lead={lead}>
        <RequestId id={requestId} />
        <div className="flex flex-wrap gap-3">
          <Button onClick={retry}>Try again</Button>
          <a className="button button-quiet" href={facts.issuer.href}>
            Go to the bank
          </a>
        </div>
      </Page>
    </PlainLayout>
  );
}
