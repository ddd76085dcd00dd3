import { useCallback, useEffect, useState } from 'react';
import { asFault } from './api.errors.js';
import type { ApiFault } from './api.errors.js';

/** What a page shows while it waits, when it has the answer, and when it got none. */
export type Loaded<T> =
  | { status: 'loading' }
  | { status: 'ready'; value: T }
  | { status: 'failed'; fault: ApiFault; retry: () => void };

/**
 * Loads something once when the component appears, and again on `retry`.
 *
 * @param load - a function that stays the same between renders
 */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ status: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => {
    setLoaded({ status: 'loading' });
    setAttempt((count) => count + 1);
  }, []);

  useEffect(() => {
    let wanted = true;
    load().then(
      (value) => wanted && setLoaded({ status: 'ready', value }),
      (fault: unknown) => wanted && setLoaded({ status: 'failed', fault: asFault(fault), retry }),
    );
    return () => void (wanted = false);
  }, [load, attempt, retry]);

  return loaded;
}
