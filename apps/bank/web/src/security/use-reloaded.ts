import { useQuery } from '@latchkey/web';
import type { QueryState } from '@latchkey/web';
import { useMemo } from 'react';

/** Loads something, and again whenever `changes` counts on; what was there stays until the new answer comes. */
export function useReloaded<T>(load: () => Promise<T>, changes: number): QueryState<T> {
  return useQuery(useMemo(() => loadFor(load, changes), [load, changes]));
}

/** A function of its own for each count. */
function loadFor<T>(load: () => Promise<T>, _changes: number): () => Promise<T> {
  return () => load();
}
