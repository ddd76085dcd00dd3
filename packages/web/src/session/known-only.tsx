import type { MeAnswer } from '@latchkey/auth/contract';
import type { ReactNode } from 'react';
import { AppFrame } from '../frame/app-frame.js';
import { AppHeader } from '../frame/app-header.js';
import { Frame } from '../frame/frame.js';
import { PlainFrame } from '../frame/plain-frame.js';
import { HEADER_IN_THE_WAY } from '../http/foreign-answer.rules.js';
import { FaultPage } from '../page/fault.page.js';
import { PageSkeleton } from '../page/skeleton.js';
import { LockedPage } from './locked.page.js';
import { RefusedPage } from './refused.page.js';
import { useSite } from '../site/site.js';
import { useSession } from './use-session.js';

/** Shows its content, in the frame of the site, to a known person only; {@link knownPage} leads others to the login. */
export function KnownOnly({ children }: { children: (me: MeAnswer) => ReactNode }) {
  const { session } = useSite();
  const state = useSession();
  switch (state.status) {
    case 'known':
      // Another person gets components of his own, never what was typed by the last one.
      return (
        <AppFrame key={state.me.sub} me={state.me}>
          {children(state.me)}
        </AppFrame>
      );
    case 'anonymous':
      return null;
    case 'locked':
      return <LockedPage reason={state.reason} />;
    case 'refused':
      if (state.fault.code === HEADER_IN_THE_WAY) {
        return (
          <PlainFrame>
            <FaultPage fault={state.fault} retry={() => void session.load({ always: true })} />
          </PlainFrame>
        );
      }
      return (
        <RefusedPage
          code={state.fault.code}
          requestId={state.fault.requestId}
          retry={() => void session.load({ always: true })}
        />
      );
    case 'failed':
      return (
        <PlainFrame>
          <FaultPage fault={state.fault} retry={() => void session.load()} />
        </PlainFrame>
      );
    default:
      return (
        <Frame header={<AppHeader />} width="grid">
          <PageSkeleton />
        </Frame>
      );
  }
}
