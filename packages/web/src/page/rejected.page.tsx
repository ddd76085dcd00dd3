import { Button } from '../ui/button.js';
import { PlainLayout } from '../layout/plain-layout.js';
import { Page } from './page.js';
import { RequestId } from '../ui/request-id.js';
import { useSite } from '../session/site-context.js';

const OTHERWISE = {
  title: 'We could not log you in here',
  lead: 'We stopped so that you are not sent back and forth between this service and the bank. If your browser blocks cookies or site data, allow them for both and try again.',
};

const WORDS: Record<string, typeof OTHERWISE | undefined> = {
  clock_skew: {
    title: 'Two clocks disagree',
    lead: 'The clocks of this service and the bank are too far apart, so this service cannot tell whether your login is still valid. This is not your fault, and logging in again will not help. Please tell us, or try again later.',
  },
  closed: {
    title: 'Cookies are needed to log in',
    lead: 'Your browser stores neither cookies nor other data for this site, so a login would not last. Allow both for this service and the bank, then try again.',
  },
};

interface RejectedPageProps {
  /** Code of the error, if one was answered, or what else is in the way. */
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
