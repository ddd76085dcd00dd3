import type { ApiError } from '../http/api.errors.js';
import { Alert } from './alert.js';

interface ErrorAlertProps {
  error: ApiError;
  /** Left out, only an error of the service shows its request id. */
  showId?: boolean;
}

/** An error as an alert, with the request id where it helps to quote it. */
export function ErrorAlert({ error, showId = error.status >= 500 }: ErrorAlertProps) {
  return (
    <Alert>
      <p>{error.detail}</p>
      {showId && error.requestId !== undefined && (
        <p>
          Request id <code translate="no">{error.requestId}</code>
        </p>
      )}
    </Alert>
  );
}
