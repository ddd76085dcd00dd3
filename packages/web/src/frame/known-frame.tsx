import { Suspense, lazy } from 'react';
import type { ReactNode } from 'react';
import { refuseCode } from '../page/lazy-page.js';
import { useSession } from '../session/use-session.js';
import { AppHeader } from './app-header.js';
import { Frame } from './frame.js';
import { PlainFrame } from './plain-frame.js';

// Most who come to the login never need it there.
const AppFrame = lazy(() => import('./app-frame.js').then((module) => ({ default: module.AppFrame }), refuseCode));

/** The site's own frame around something that is for everybody, for a person who is logged in; else the plain one. */
export function KnownFrame({ children }: { children: ReactNode }) {
  const state = useSession();
  if (state.status !== 'known' && state.status !== 'asking') return <PlainFrame>{children}</PlainFrame>;
  const meanwhile = (
    <Frame header={<AppHeader />} width="grid">
      {children}
    </Frame>
  );
  if (state.status === 'asking') return meanwhile;
  return (
    <Suspense fallback={meanwhile}>
      <AppFrame me={state.me}>{children}</AppFrame>
    </Suspense>
  );
}
