import { Alert, useQuery, useSite } from '@latchkey/web';
import { useCallback } from 'react';

/** The browser keeps no cookie: shown before anyone types a password, and after a correct login that was not kept. */
export function CookieRefused({ isRefused }: { isRefused: boolean }) {
  const { facts } = useSite();
  const isNeeded = isRefused || !navigator.cookieEnabled;
  // Of no use to most: fetched where it is.
  const load = useCallback(
    async () => (isNeeded ? (await import('./cookie-text.rules.js')).cookieText(isRefused) : undefined),
    [isNeeded, isRefused],
  );
  const loaded = useQuery(load);
  if (loaded.status !== 'ready' || loaded.value === undefined) return null;
  const { title, advice } = loaded.value;
  return (
    <Alert key={title}>
      <p className="font-medium">{title}</p>
      <p>
        {advice[0]}
        <span translate="no">{facts.publicUrl.host}</span>
        {advice[1]}
      </p>
    </Alert>
  );
}
