import { useSyncExternalStore } from 'react';
import { isLookDue, isNewVersion } from './new-version.rules.js';

let isOutdated = false;
let lookedAt = Date.now();
const listeners = new Set<() => void>();

/** Whether the service has a newer build of the site; looked up when the user comes back after a while. */
export function useNewVersion(): boolean {
  return useSyncExternalStore(subscribe, () => isOutdated);
}

/** Asks for the start page once more and compares; a failure says nothing. */
export async function lookForNewVersion(): Promise<void> {
  const entry = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  if (isOutdated || entry === null) return;
  lookedAt = Date.now();
  try {
    const answer = await fetch('/', { headers: { accept: 'text/html' }, credentials: 'omit', cache: 'no-store' });
    isOutdated = answer.ok && isNewVersion(await answer.text(), new URL(entry.src).pathname);
  } catch {
    // No response: the next return to the page checks again.
  }
  for (const listener of listeners) listener();
}

function lookIfDue(): void {
  if (document.visibilityState === 'visible' && isLookDue(Date.now() - lookedAt)) void lookForNewVersion();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) document.addEventListener('visibilitychange', lookIfDue);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) document.removeEventListener('visibilitychange', lookIfDue);
  };
}
