import { FaultPage, HEADER_IN_THE_WAY, PageSkeleton, PlainFrame, useSite } from '@latchkey/web';
import type { ReactNode } from 'react';
import type { Entrance } from './login-flow.js';

/** The frame of login and registration; what is in the way of every login takes the place of the form. */
export function EntranceFrame({ entrance, children }: { entrance: Entrance; children: ReactNode }) {
  const { session } = useSite();
  const { state, stuck } = entrance;
  const retry = () => void session.load({ always: true });
  const isFailed = state.status === 'failed' || (state.status === 'refused' && state.fault.code === HEADER_IN_THE_WAY);
  const failure = isFailed ? { fault: state.fault, retry } : stuck;
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
