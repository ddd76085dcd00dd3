/** Why another service could not be asked, for a log line: what `fetch` throws hides the reason in its cause. */
export function failureWords(failure: unknown): string {
  const { message, cause } = failure as { message?: string; cause?: { code?: string } };
  return cause?.code === undefined ? `${message}` : `${message} (${cause.code})`;
}
