import { useSession, useSite } from '@latchkey/web';
import { useEffect, useState } from 'react';
import { isAccountKept, logIn } from './login.client.js';
import { useDestination } from './destination.js';

/** What login and registration share. */
export type LoginFlow = ReturnType<typeof useLoginFlow>;

/** Logging in, shared by login and registration: send the credentials, check that the browser kept the cookie, go on. */
export function useLoginFlow(returnTo: string | undefined) {
  const { session } = useSite();
  const state = useSession();
  const { decision, service, askService, go, failed } = useDestination(returnTo);
  const [cookieRefused, setCookieRefused] = useState(false);
  // What keeps somebody here who is logged in: the question whether the login kept the account, or that it did.
  const [held, setHeld] = useState<'asking' | 'kept'>();

  // Logged in already, or just now: nothing left to do here.
  useEffect(() => {
    if (state.status === 'authenticated' && held === undefined && decision !== undefined) go(decision);
  }, [state.status, held, decision, go]);

  async function enter(username: string, password: string): Promise<void> {
    setCookieRefused(false);
    await logIn(username, password, (await askService())?.id);
    // By now the registry may respond again.
    failed?.retry();
    setHeld('asking');
    const [isKept, { status }] = await Promise.all([isAccountKept(), session.load({ always: true })]);
    setHeld(isKept ? 'kept' : undefined);
    setCookieRefused(status === 'anonymous' || status === 'rejected');
  }

  /** Logged in, but the destination is unknown: shown instead of the form. */
  const stuck = state.status === 'authenticated' ? failed : undefined;
  /** The login kept an account that was to be deleted: goes on, once the person has read that. */
  const goOn = held === 'kept' ? () => setHeld(undefined) : undefined;
  return { state, decision, service, stuck, cookieRefused, goOn, enter };
}
