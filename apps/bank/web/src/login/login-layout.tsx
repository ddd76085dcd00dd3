import { ErrorPage, FOREIGN_AUTHORIZATION, PageSkeleton, PlainLayout, useSite } from '@latchkey/web';
import type { ReactNode } from 'react';
import type { LoginFlow } from './login-flow.js';

/** The layout of login and registration. An error that rules out any login takes the place of the form. */
export function LoginLayout({ flow, children }: { flow: LoginFlow; children: ReactNode }) {
  const { session } = useSite();
  const { state, stuck } = flow;
  const retry = () => void session.load({ always: true });
  const isFailed =
    state.status === 'failed' || (state.status === 'rejected' && state.error.code === FOREIGN_AUTHORIZATION);
  const failure = isFailed ? { error: state.error, retry } : stuck;
  if (failure !== undefined) {
    return (
      <PlainLayout>
        <ErrorPage error={failure.error} retry={failure.retry} />
      </PlainLayout>
    );
  }
  // Someone already logged in is about to be sent on.
  const isUnderway = state.status === 'loading' || state.status === 'authenticated';
  return <PlainLayout>{isUnderway ? <PageSkeleton /> : children}</PlainLayout>;
}
