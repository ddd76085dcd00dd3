import { useEffect } from 'react';
import { Button } from '../ui/button.js';
import type { ApiFault } from '../http/api.errors.js';
import { faultTitle } from './error-title.rules.js';
import { Page } from './page.js';
import { RequestId } from '../ui/request-id.js';

interface FaultPageProps {
  fault: ApiFault;
  retry: () => void;
  /** What the button says. */
  action?: string;
}

/** Takes the place of a page that could not be loaded. What failed offline is tried again once that is over. */
export function FaultPage({ fault, retry, action = 'Try again' }: FaultPageProps) {
  const isOffline = fault.code === 'offline';

  useEffect(() => {
    if (!isOffline) return;
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  }, [isOffline, retry]);

  return (
    <Page title={faultTitle(fault)} lead={fault.detail}>
      <RequestId id={fault.requestId} />
      <div>
        <Button onClick={retry}>{action}</Button>
      </div>
    </Page>
  );
}
