/** The value of the cookie that says "somebody is logged in, and since this change"; it holds no token. */
export function readHint(): string | undefined {
  return /(?:^|;\s*)latchkey-hint=([^;]+)/.exec(document.cookie)?.[1];
}

/**
 * Calls back whenever the person comes back to the page.
 *
 * @returns a function that ends the watch
 */
export function onReturn(back: () => void): () => void {
  const watch = new AbortController();
  const look = () => void (document.visibilityState === 'visible' && back());
  window.addEventListener('focus', look, { signal: watch.signal });
  // A page that comes back whole from the browser's back/forward memory still shows what it showed then.
  window.addEventListener('pageshow', look, { signal: watch.signal });
  document.addEventListener('visibilitychange', look, { signal: watch.signal });
  return () => watch.abort();
}
