import type { MeAnswer } from '@latchkey/auth/contract';
import type { ReactNode } from 'react';
import { ServiceSwitcher } from './service-switcher.js';
import { AccountMenu } from './account-menu.js';
import { AppHeader } from './app-header.js';
import { SessionEndDialog } from './session-expiry-dialog.js';
import { Frame } from './layout.js';
import { SectionNav } from './section-nav.js';

/** The frame of pages for a known person: brand, the site's sections, the services of the house, account. */
export function AppFrame({ me, children }: { me: MeAnswer; children: ReactNode }) {
  const header = (
    <AppHeader>
      <SectionNav />
      <ServiceSwitcher />
      <AccountMenu me={me} />
    </AppHeader>
  );
  return (
    <Frame header={header} width="grid">
      {children}
      <SessionEndDialog />
    </Frame>
  );
}
