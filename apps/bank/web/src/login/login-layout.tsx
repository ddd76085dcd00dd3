import { Button, ErrorPage, FOREIGN_AUTHORIZATION, Page, PageSkeleton, PlainLayout, useSite } from '@latchkey/web';
import type { ReactNode } from 'react';
import { CookieRefused } from './cookie-refused.js';
import type { LoginFlow } from './login-flow.js';

interface LoginLayoutProps {
  flow: LoginFlow;
  title: string;
  lead: string;
  /** Above the form. */
  notices?: ReactNode;
  form: ReactNode;
  /** The way to the other one of login and registration. */
  other: ReactNode;
}

/** The page of login and registration. An error that rules out any login takes the place of the form. */
export function LoginLayout({ flow, title, lead, notices, form, other }: LoginLayoutProps) {
  const { session } = useSite();
  const { state, stuck, cookieRefused, goOn } = flow;
  const retry = () => void session.load({ always: true });
  if (goOn !== undefined) {
    return (
      <PlainLayout>
        <Page title="We keep your account" lead="You had asked us to delete it. Your login has undone that.">
          <div>
            <Button onClick={goOn}>Continue</Button>
          </div>
        </Page>
      </PlainLayout>
    );
  }
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
  if (state.status === 'loading' || state.status === 'authenticated') {
    return (
      <PlainLayout>
        <PageSkeleton />
      </PlainLayout>
    );
  }
  return (
    <PlainLayout>
      <Page title={title} lead={lead}>
        {notices}
        <CookieRefused isRefused={cookieRefused} />
        {form}
        <p className="text-center text-label text-muted">{other}</p>
      </Page>
    </PlainLayout>
  );
}
