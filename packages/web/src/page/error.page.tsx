import { useEffect } from 'react';
import { Button } from '../ui/button.js';
import type { ApiError } from '../http/api.errors.js';
import { errorTitle } from './error-title.rules.js';
import { Page } from './page.js';
import { RequestId } from '../ui/request-id.js';

interface ErrorPageProps {
  error: ApiError;
  retry: () => void;
  /** What the button says. */
  action?: string;
}

/** Takes the place of a page that could not be loaded. What failed offline is tried again once that is over. */
export function ErrorPage({ error, retry, action = 'Try again' }: ErrorPageProps) {
  const isOffline = error.code === 'offline';

  useEffect(() => {
    if (!isOffline) return;
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  }, [isOffline, retry]);

  return (
    <Page title={errorTitle(error)} lead={error.detail}>
      <RequestId id={error.requestId} />
      <div>
        <Button onClick={retry}>{action}</Button>
      </div>
    </Page>
  );
}
