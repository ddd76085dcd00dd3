import { useSession, useSite } from '@latchkey/web';
import { useEffect, useState } from 'react';
import { logIn } from './login.client.js';
import { useDestination } from './destination.js';

/** What login and registration share. */
export type LoginFlow = ReturnType<typeof useLoginFlow>;

/** Logging in, shared by login and registration: send the credentials, check that the browser kept the cookie, go on. */
export function useLoginFlow(returnTo: string | undefined) {
  const { session } = useSite();
  const state = useSession();
  const { decision, service, go, failed } = useDestination(returnTo);
  const [cookieRefused, setCookieRefused] = useState(false);

  // Logged in already, or just now: nothing left to do here.
  useEffect(() => {
    if (state.status === 'authenticated' && decision !== undefined) go(decision);
  }, [state.status, decision, go]);

  async function enter(username: string, password: string): Promise<void> {
    setCookieRefused(false);
    await logIn(username, password);
    // By now the registry may respond again.
    failed?.retry();
    const { status } = await session.load({ always: true });
    setCookieRefused(status === 'anonymous' || status === 'rejected');
  }

  /** Logged in, but the destination is unknown: shown instead of the form. */
  const stuck = state.status === 'authenticated' ? failed : undefined;
  return { state, decision, service, stuck, cookieRefused, enter };
}
