const OLD_AFTER_MS = 300_000;

/**
 * Whether the start page, fetched again, belongs to another build than the current page. Anything that is not a
 * page of ours, such as a network's own login page, says nothing.
 *
 * @param html - the start page as the service serves it now
 * @param entry - path of the script that started the current page
 */
export function isNewVersion(html: string, entry: string): boolean {
  return html.includes('<meta name="latchkey:service"') && !html.includes(entry);
}

/**
 * Whether it is time to look again.
 *
 * @param sinceMs - time since the last look by the machine's clock; below 0 if that was set back, which counts as long ago
 */
export function isLookDue(sinceMs: number): boolean {
  return Math.abs(sinceMs) >= OLD_AFTER_MS;
}
