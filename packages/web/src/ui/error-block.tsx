import type { MouseEvent } from 'react';
import { Alert } from './alert.js';
import { Button } from './button.js';
import type { ApiFault } from '../http/api.errors.js';
import { RequestId } from './request-id.js';

/** Takes the place of one piece of a page that could not be loaded. The focus waits at the heading of the piece. */
export function FaultBlock({ fault, retry }: { fault: ApiFault; retry: () => void }) {
  function tryAgain({ currentTarget }: MouseEvent) {
    // The button goes away.
    currentTarget.closest('section')?.querySelector('h2')?.focus();
    retry();
  }

  return (
    <div className="card flex flex-col items-start gap-4">
      <Alert>{fault.detail}</Alert>
      <RequestId id={fault.requestId} />
      <Button look="quiet" onClick={tryAgain}>
        Try again
      </Button>
    </div>
  );
}
