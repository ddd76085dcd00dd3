import type { MeAnswer } from '@latchkey/verifier/contract';
import type { ReactNode } from 'react';
import { AppLayout } from '../layout/app-layout.js';
import { AppHeader } from '../layout/app-header.js';
import { Layout } from '../layout/layout.js';
import { PlainLayout } from '../layout/plain-layout.js';
import { FOREIGN_AUTHORIZATION } from '../http/foreign-response.rules.js';
import { ErrorPage } from './error.page.js';
import { PageSkeleton } from '../ui/skeleton.js';
import { LockedPage } from './locked.page.js';
import { RejectedPage } from './rejected.page.js';
import { RoleMissingPage } from './role-missing.page.js';
import { useSite } from '../session/site-context.js';
import { useSession } from '../session/use-session.js';

interface RequireSessionProps {
  /** Only people with this role see the content; others are told so. The service has to refuse them by itself. */
  forRole?: string;
  children: (me: MeAnswer) => ReactNode;
}

/** Renders its content in the app layout once there is a session; without one, {@link protectedPage} leads to the login. */
export function RequireSession({ forRole, children }: RequireSessionProps) {
  const { session } = useSite();
  const state = useSession();
  switch (state.status) {
    case 'authenticated':
      // Another user gets fresh components, never what the last one typed.
      return (
        <AppLayout key={state.me.sub} me={state.me}>
          {forRole === undefined || state.me.roles.includes(forRole) ? (
            children(state.me)
          ) : (
            <RoleMissingPage missing={forRole} />
          )}
        </AppLayout>
      );
    case 'anonymous':
      return null;
    case 'locked':
      return <LockedPage reason={state.reason} />;
    case 'rejected':
      if (state.error.code === FOREIGN_AUTHORIZATION) {
        return (
          <PlainLayout>
            <ErrorPage error={state.error} retry={() => void session.load({ always: true })} />
          </PlainLayout>
        );
      }
      return (
        <RejectedPage
          code={state.error.code}
          requestId={state.error.requestId}
          retry={() => void session.load({ always: true })}
        />
      );
    case 'failed':
      return (
        <PlainLayout>
          <ErrorPage error={state.error} retry={() => void session.load()} />
        </PlainLayout>
      );
    default:
      return (
        <Layout header={<AppHeader />} width="grid">
          <PageSkeleton />
        </Layout>
      );
  }
}
