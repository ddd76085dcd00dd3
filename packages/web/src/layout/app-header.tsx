import type { ReactNode } from 'react';
import { BrandLink } from './brand-link.js';

/** The bar on top of protected pages; its parts are placed by class, on a phone in two lines. */
export function AppHeader({ children }: { children?: ReactNode }) {
  return (
    <header className="app-header">
      <div className="app-header-row">
        <BrandLink />
        {children}
      </div>
    </header>
  );
}
