import type { MouseEvent } from 'react';
import { Alert } from './alert.js';
import { Button } from './button.js';
import type { ApiError } from '../http/api.errors.js';
import { RequestId } from './request-id.js';

/** Takes the place of one piece of a page that could not be loaded. The focus waits at the heading of the piece. */
export function ErrorBlock({ error, retry }: { error: ApiError; retry: () => void }) {
  function tryAgain({ currentTarget }: MouseEvent) {
    // The button is about to go.
    currentTarget.closest('section')?.querySelector('h2')?.focus();
    retry();
  }

  return (
    <div className="card flex flex-col items-start gap-4">
      <Alert>{error.detail}</Alert>
      <RequestId id={error.requestId} />
      <Button look="quiet" onClick={tryAgain}>
        Try again
      </Button>
    </div>
  );
}
