import { useCallback, useEffect, useState } from 'react';
import { asApiError } from './api.errors.js';
import type { ApiError } from './api.errors.js';

/** What a page shows while it waits, once it has the value, and when it got none. */
export type QueryState<T> =
  | { status: 'loading' }
  | { status: 'ready'; value: T }
  | { status: 'failed'; error: ApiError; retry: () => void };

/**
 * Loads something when the component appears, again on `retry`, and again whenever `changes` differs; then the earlier value
 * stays until the new one is there.
 *
 * @param load - a function that stays the same between renders
 * @param changes - counts what makes an earlier value outdated
 */
export function useQuery<T>(load: () => Promise<T>, changes = 0): QueryState<T> {
  const [query, setQuery] = useState<QueryState<T>>({ status: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => {
    setQuery({ status: 'loading' });
    setAttempt((count) => count + 1);
  }, []);

  useEffect(() => {
    let wanted = true;
    load().then(
      (value) => wanted && setQuery({ status: 'ready', value }),
      (thrown: unknown) => wanted && setQuery({ status: 'failed', error: asApiError(thrown), retry }),
    );
    return () => void (wanted = false);
  }, [load, attempt, changes, retry]);

  return query;
}
