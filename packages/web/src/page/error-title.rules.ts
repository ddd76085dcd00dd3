/** What is known of a failure. */
export interface Failure {
  /** HTTP status; 0 when no answer came. */
  status: number;
  code: string;
}

const BY_CODE: Record<string, string> = {
  offline: 'You are offline',
  unreachable: 'No response',
  bank_unreachable: 'The bank is not responding',
  foreign_answer: 'Something is in the way',
  gateway_error: 'Not available right now',
  authorization_foreign: 'An unexpected header',
  page_error: 'This page stopped working',
  page_missing: 'This page could not be loaded',
};

/** The heading over a failure. The sentence below it is the service's own. */
export function errorTitle({ status, code }: Failure): string {
  const own = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  if (own !== undefined) return own;
  if (status === 429) return 'Too many requests';
  if (status === 503) return 'Not available right now';
  return 'Something went wrong';
}
