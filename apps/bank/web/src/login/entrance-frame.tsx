import { FaultPage, PageSkeleton, PlainFrame, RefusedPage, useSite } from '@latchkey/web';
import type { ReactNode } from 'react';
import type { Entrance } from './enter.js';

/** The frame of login and registration; what is in the way of every login takes the place of the form. */
export function EntranceFrame({ entrance, children }: { entrance: Entrance; children: ReactNode }) {
  const { session } = useSite();
  const { state, stuck, isHeaderInTheWay } = entrance;
  if (state.status === 'refused' && isHeaderInTheWay) {
    const retry = () => void session.load({ always: true });
    return <RefusedPage code={state.fault.code} requestId={state.fault.requestId} retry={retry} />;
  }
  const failure = state.status === 'failed' ? { fault: state.fault, retry: () => void session.load() } : stuck;
  if (failure !== undefined) {
    return (
      <PlainFrame>
        <FaultPage fault={failure.fault} retry={failure.retry} />
      </PlainFrame>
    );
  }
  // Whoever is known already is on the way to the page asked for.
  const isUnderway = state.status === 'asking' || state.status === 'known';
  return <PlainFrame>{isUnderway ? <PageSkeleton /> : children}</PlainFrame>;
}
