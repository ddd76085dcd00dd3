const LEAST = 3;
const MOST = 200;

/** What is wrong with a typed reason, as far as the page can tell; undefined if nothing is. */
export function reasonError(reason: string): string | undefined {
  const length = reason.trim().length;
  if (length < LEAST) return `Say why, in at least ${LEAST} characters.`;
  if (length > MOST) return `At most ${MOST} characters, please: these are ${length}.`;
  return undefined;
}
