import { useSession, useSite } from '@latchkey/web';
import { useEffect, useState } from 'react';
import { logIn } from './login.client.js';
import { useDestination } from './destination.js';

/** What login and registration share. */
export type LoginFlow = ReturnType<typeof useLoginFlow>;

/** The way in, shared by login and registration: prove, check that the browser kept the cookie, go on. */
export function useLoginFlow(returnTo: string | undefined) {
  const { session } = useSite();
  const state = useSession();
  const { decision, service, go, failed } = useDestination(returnTo);
  const [cookieRefused, setCookieRefused] = useState(false);

  // Known already, or known just now: nothing to do here any more.
  useEffect(() => {
    if (state.status === 'authenticated' && decision !== undefined) go(decision);
  }, [state.status, decision, go]);

  async function enter(username: string, password: string): Promise<void> {
    setCookieRefused(false);
    await logIn(username, password);
    // By now the registry may answer again.
    failed?.retry();
    const { status } = await session.load({ always: true });
    setCookieRefused(status === 'anonymous' || status === 'rejected');
  }

  /** Known, and nobody can tell where to: shown instead of the form. */
  const stuck = state.status === 'authenticated' ? failed : undefined;
  return { state, decision, service, stuck, cookieRefused, enter };
}
