import type { MeAnswer } from '@latchkey/auth/contract';
import type { ReactNode } from 'react';
import { AppFrame } from '../layout/app-layout.js';
import { AppHeader } from '../layout/app-header.js';
import { Frame } from '../layout/layout.js';
import { PlainFrame } from '../layout/plain-layout.js';
import { HEADER_IN_THE_WAY } from '../http/foreign-response.rules.js';
import { FaultPage } from './error.page.js';
import { PageSkeleton } from '../ui/skeleton.js';
import { LockedPage } from './locked.page.js';
import { RefusedPage } from './rejected.page.js';
import { useSite } from '../site/site-context.js';
import { useSession } from '../session/use-session.js';

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
