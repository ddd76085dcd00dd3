import type { MeAnswer } from '@latchkey/auth/contract';
import type { ReactNode } from 'react';
import { ServiceSwitcher } from '../services/service-switcher.js';
import { AccountMenu } from './account-menu.js';
import { BrandLink } from './brand-link.js';
import { BankAway } from './bank-away.js';
import { Frame } from './frame.js';

/**
 * The frame of pages for a known person: brand, services, account. On a phone the services take a line of their own.
 * Without a person it keeps the place, until it is known who is there.
 */
export function AppFrame({ me, children }: { me?: MeAnswer; children: ReactNode }) {
  const header = (
    <header className="sticky top-0 z-10 border-b border-line bg-surface">
      <div className="mx-auto grid max-w-5xl grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 px-4 sm:grid-cols-[auto_minmax(0,1fr)_auto] sm:px-6">
        <div className="flex min-h-16 items-center">
          <BrandLink />
        </div>
        <div className="order-last col-span-2 min-h-11 min-w-0 sm:order-none sm:col-span-1">
          {me !== undefined && <ServiceSwitcher />}
        </div>
        {me !== undefined && <AccountMenu me={me} />}
      </div>
      {me !== undefined && <BankAway />}
    </header>
  );
  return (
    <Frame header={header} width="grid">
      {children}
    </Frame>
  );
}
