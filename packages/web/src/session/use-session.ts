import { useSyncExternalStore } from 'react';
import { useSite } from './site-context.js';
import type { SessionState } from './session.client.js';

/** Who is logged in on this page, kept up to date. */
export function useSession(): SessionState {
  const { session } = useSite();
  return useSyncExternalStore(session.subscribe, session.state);
}
