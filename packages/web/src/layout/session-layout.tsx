import type { ReactNode } from 'react';
import { useSession } from '../session/use-session.js';
import { AppFrame } from './app-layout.js';
import { AppHeader } from './app-header.js';
import { Frame } from './layout.js';
import { PlainFrame } from './plain-layout.js';

/** The site's own frame around something that is for everybody, for a person who is logged in; else the plain one. */
export function KnownFrame({ children }: { children: ReactNode }) {
  const state = useSession();
  if (state.status !== 'known' && state.status !== 'asking') return <PlainFrame>{children}</PlainFrame>;
  if (state.status === 'known') return <AppFrame me={state.me}>{children}</AppFrame>;
  return (
    <Frame header={<AppHeader />} width="grid">
      {children}
    </Frame>
  );
}
