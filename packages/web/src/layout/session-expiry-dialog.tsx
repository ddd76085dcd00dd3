import { useEffect, useState, useSyncExternalStore } from 'react';
import { useSite } from '../session/site-context.js';
import { AbsoluteWarning } from './absolute-warning.js';
import { IdleWarning } from './idle-warning.js';
import { createSessionExpiry } from '../session/session-expiry.js';

/** Says in time that the session is about to end, and offers what can be done about it. */
export function SessionExpiryDialog() {
  const site = useSite();
  const [end] = useState(() => createSessionExpiry(site));
  const warning = useSyncExternalStore(end.subscribe, end.warning);

  useEffect(() => end.watch(), [end]);

  if (warning === undefined) return null;
  if (warning.limit === 'idle') return <IdleWarning endsAt={warning.endsAt} stay={end.stay} />;
  return <AbsoluteWarning endsAt={warning.endsAt} carryOn={end.acknowledge} />;
}
