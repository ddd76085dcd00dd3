import type { MeAnswer } from '@latchkey/auth/contract';
import { call } from '../http/api.client.js';
import type { ApiFault } from '../http/api.errors.js';
import { asFault } from '../http/loaded.js';
import { forgetDrafts } from '../form/draft.js';
import { forgetLoginNavigations } from './login-navigation.js';
import { onReturn, readHint } from './hint.js';

/** What the page knows about who is in front of it. */
export type SessionState =
  | { status: 'asking' }
  | { status: 'known'; me: MeAnswer }
  | { status: 'anonymous'; fault?: ApiFault; loggedOut?: boolean }
  | { status: 'failed'; fault: ApiFault };

/** The session as the browser sees it: never a token, only what `GET /api/me` answers. */
export interface Session {
  state: () => SessionState;
  subscribe: (listener: () => void) => () => void;
  /** Asks the service who is logged in. With no hint cookie nobody is, and nothing is asked unless `always`. */
  load: (options?: { always?: boolean }) => Promise<SessionState>;
  /**
   * Ends the session here.
   * @throws ApiFault when the service could not be told; the person is then still logged in
   */
  logOut: () => Promise<void>;
  /** Loads again whenever the session changed in another tab or service. */
  watch: () => () => void;
}

/** A session that has asked nothing yet. */
export function createSession(): Session {
  let state: SessionState = { status: 'asking' };
  let question = 0;
  let seenHint = readHint();
  const listeners = new Set<() => void>();

  function become(next: SessionState): SessionState {
    state = next;
    for (const listener of listeners) listener();
    return next;
  }

  async function load({ always = false } = {}): Promise<SessionState> {
    const mine = ++question;
    seenHint = readHint();
    if (!always && seenHint === undefined) return become({ status: 'anonymous' });
    const next = await ask();
    // A newer question is under way: its answer counts, not this one.
    return mine === question ? become(next) : next;
  }

  async function logOut(): Promise<void> {
    try {
      await call('POST', '/api/logout');
    } catch (thrown) {
      // 401: there is no session left to end, which is what was asked for.
      if (asFault(thrown).status !== 401) throw thrown;
    }
    question += 1;
    seenHint = readHint();
    forgetDrafts();
    become({ status: 'anonymous', loggedOut: true });
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    load,
    logOut,
    watch: () => onReturn(() => void (readHint() !== seenHint && load())),
  };
}

async function ask(): Promise<SessionState> {
  try {
    const me = await call<MeAnswer>('GET', '/api/me');
    forgetLoginNavigations();
    return { status: 'known', me };
  } catch (thrown) {
    const fault = asFault(thrown);
    return fault.status === 401 ? { status: 'anonymous', fault } : { status: 'failed', fault };
  }
}
