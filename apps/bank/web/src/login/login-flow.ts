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
  const { decision, service, askService, go, failed } = useDestination(returnTo);
  const [cookieRefused, setCookieRefused] = useState(false);
  // The login kept an account that was to be deleted: the person stays here until they have read that.
  const [isKept, setKept] = useState(false);

  // Logged in already, or just now: nothing left to do here.
  useEffect(() => {
    if (state.status === 'authenticated' && !isKept && decision !== undefined) go(decision);
  }, [state.status, isKept, decision, go]);

  async function enter(username: string, password: string): Promise<void> {
    setCookieRefused(false);
    setKept(await logIn(username, password, (await askService())?.id));
    // By now the registry may respond again.
    failed?.retry();
    const { status } = await session.load({ always: true });
    setCookieRefused(status === 'anonymous' || status === 'rejected');
  }

  /** Logged in, but the destination is unknown: shown instead of the form. */
  const stuck = state.status === 'authenticated' ? failed : undefined;
  /** The login kept an account that was to be deleted: goes on, once the person has read that. */
  const goOn = isKept ? () => setKept(false) : undefined;
  return { state, decision, service, stuck, cookieRefused, goOn, enter };
}
