import type { ReactNode } from 'react';
import { BrandLink } from './brand-link.js';
import { Layout } from './layout.js';

/** The layout of pages that need no session: one card under the brand. */
export function PlainLayout({ children }: { children: ReactNode }) {
  return (
    <Layout header={<PlainHeader />} width="column">
      <div className="card">{children}</div>
    </Layout>
  );
}

/** The brand above a card. */
export function PlainHeader() {
  return (
    <header className="mx-auto w-full max-w-md px-4 pt-8 sm:px-6 sm:pt-16">
      <BrandLink />
    </header>
  );
}
