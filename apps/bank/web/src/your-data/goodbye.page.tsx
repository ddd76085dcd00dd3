import { Page, PlainLayout, Time, useSession } from '@latchkey/web';
import { Link, Navigate, useLocation } from '@tanstack/react-router';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** When the account is deleted that the person has just asked to have deleted, and the session that this ended. */
    deletion?: { deletesAt: string; sid: string };
  }
}

/** Said once somebody has asked for the account to be deleted: when that is, and how to undo it. */
export function GoodbyePage() {
  const session = useSession();
  const deletion = useLocation({ select: ({ state }) => state.deletion });
  const isBack = session.status === 'authenticated' && session.me.sid !== deletion?.sid;
  // Opened by hand, or gone back to after a login that has undone it.
  if (deletion === undefined || isBack) return <Navigate to="/" replace />;
  return (
    <PlainLayout>
      <Page title="Your account will be deleted" lead="You are logged out, on this and all your other devices.">
        <p>
          It will be deleted on{' '}
          <b className="font-semibold">
            <Time seconds={Date.parse(deletion.deletesAt) / 1000} />
          </b>
          , at the bank and at every service. Until then, a login undoes it and we keep your account.
        </p>
        <p className="text-muted">If you do not want to come back, there is nothing left to do. Close this page.</p>
        <div>
          <Link to="/login" className="button button-quiet">
            Log in and keep the account
          </Link>
        </div>
      </Page>
    </PlainLayout>
  );
}
