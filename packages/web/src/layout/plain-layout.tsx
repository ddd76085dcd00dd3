import type { ReactNode } from 'react';
import { Layout } from './layout.js';
import { PlainHeader } from './plain-header.js';

/** The layout of pages that need no session: one card under the brand. */
export function PlainLayout({ children }: { children: ReactNode }) {
  return (
    <Layout header={<PlainHeader />} width="column">
      <div className="card">{children}</div>
    </Layout>
  );
}
