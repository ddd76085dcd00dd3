/** The value of the cookie that says "somebody is logged in, and since this change"; it holds no token. */
export function readHint(): string | undefined {
  try {
    return /(?:^|;\s*)latchkey-hint=([^;]+)/.exec(document.cookie)?.[1];
  } catch {
    // Cookies are blocked: nobody is logged in here.
    return undefined;
  }
}

/**
 * Calls back when the hint may have changed: at once where the browser reports it (`cookieStore`), else when the user comes back.
 *
 * @returns a function that ends the watch
 */
export function onHintChange(look: () => void): () => void {
  const watch = new AbortController();
  const { signal } = watch;
  const back = () => void (document.visibilityState === 'visible' && look());
  try {
    if ('cookieStore' in globalThis) cookieStore.addEventListener('change', look, { signal });
  } catch {
    // Not readable here: focus events remain.
  }
  window.addEventListener('focus', back, { signal });
  // A page restored from the back/forward cache still shows what it showed then.
  window.addEventListener('pageshow', back, { signal });
  document.addEventListener('visibilitychange', back, { signal });
  return () => watch.abort();
}
