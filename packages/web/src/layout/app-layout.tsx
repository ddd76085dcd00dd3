import type { MeAnswer } from '@latchkey/verifier/contract';
import type { ReactNode } from 'react';
import { ServiceSwitcher } from './service-switcher.js';
import { AccountMenu } from './account-menu.js';
import { AppHeader } from './app-header.js';
import { SessionExpiryDialog } from './session-expiry-dialog.js';
import { Layout } from './layout.js';
import { SectionNav } from './section-nav.js';

/** The layout of protected pages: brand, the site's sections, the service switcher, the account menu. */
export function AppLayout({ me, children }: { me: MeAnswer; children: ReactNode }) {
  const header = (
    <AppHeader>
      <SectionNav roles={me.roles} />
      <ServiceSwitcher />
      <AccountMenu me={me} />
    </AppHeader>
  );
  return (
    <Layout header={header} width="grid">
      {children}
      <SessionExpiryDialog />
    </Layout>
  );
}
