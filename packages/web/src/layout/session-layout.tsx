import type { ReactNode } from 'react';
import { useSession } from '../session/use-session.js';
import { AppLayout } from './app-layout.js';
import { AppHeader } from './app-header.js';
import { Layout } from './layout.js';
import { PlainLayout } from './plain-layout.js';

/** For public content: the app layout with a session, the plain one without. */
export function SessionLayout({ children }: { children: ReactNode }) {
  const state = useSession();
  if (state.status !== 'authenticated' && state.status !== 'loading') return <PlainLayout>{children}</PlainLayout>;
  if (state.status === 'authenticated') return <AppLayout me={state.me}>{children}</AppLayout>;
  return (
    <Layout header={<AppHeader />} width="grid">
      {children}
    </Layout>
  );
}
