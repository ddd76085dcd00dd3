import { useCallback, useEffect, useState } from 'react';
import { asApiError } from './api.errors.js';
import type { ApiError } from './api.errors.js';

/** What a page shows while it waits, when it has the answer, and when it got none. */
export type QueryState<T> =
  | { status: 'loading' }
  | { status: 'ready'; value: T }
  | { status: 'failed'; error: ApiError; retry: () => void };

/**
 * Loads something once when the component appears, and again on `retry`.
 *
 * @param load - a function that stays the same between renders
 */
export function useQuery<T>(load: () => Promise<T>): QueryState<T> {
  const [loaded, setLoaded] = useState<QueryState<T>>({ status: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => {
    setLoaded({ status: 'loading' });
    setAttempt((count) => count + 1);
  }, []);

  useEffect(() => {
    let wanted = true;
    load().then(
      (value) => wanted && setLoaded({ status: 'ready', value }),
      (error: unknown) => wanted && setLoaded({ status: 'failed', error: asApiError(error), retry }),
    );
    return () => void (wanted = false);
  }, [load, attempt, retry]);

  return loaded;
}
