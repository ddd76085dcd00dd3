import { useQuery } from '@latchkey/web';
import type { EndReason } from '@latchkey/verifier/contract';
import { useCallback } from 'react';
import type { EndReasonText } from './end-reason.rules.js';

/** The text for why a session is over. Most people come without one, so the texts are fetched only then. */
export function useEndReasonText(reason: EndReason | undefined): EndReasonText | undefined {
  const load = useCallback(
    async () => reason && (await import('./end-reason.rules.js')).readableEndReason(reason),
    [reason],
  );
  const loaded = useQuery(load);
  return loaded.status === 'ready' ? loaded.value : undefined;
}
