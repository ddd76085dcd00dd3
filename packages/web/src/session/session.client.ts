import type { EndReason, MeAnswer } from '@latchkey/verifier/contract';
import { forgetDrafts, forgetDraftsOfOthers } from '../ui/draft.js';
import { call, callWithTime } from '../http/api.client.js';
import { asApiError } from '../http/api.errors.js';
import type { ApiError } from '../http/api.errors.js';
import type { IsCurrent } from './current-session.client.js';
import { createCurrentCheck } from './current-session.js';
import { FOREIGN_AUTHORIZATION } from '../http/foreign-response.rules.js';
import { onHintChange, readHint } from './hint.js';
import { decideHint } from './hint.rules.js';
import { forgetLoginNavigations } from './login-navigation.js';
import type { Renewal } from './renewal.client.js';
import type { TokenAge } from './token-age.js';

/** Code of the one error that no service answered: by its own reckoning the page knows that the session is over. */
export const SESSION_OVER = 'session_over';
// A login's time and the age of its cookies are whole seconds.
const ROUNDING_MS = 2_000;

/** What the page knows about who is in front of it. */
export type SessionState =
  | { status: 'loading' }
  | { status: 'authenticated'; me: MeAnswer }
  /** Logged out in another tab or at another service, or past a limit of the session: what was on the page is hidden. */
  | { status: 'locked'; reason: 'elsewhere' | 'idle' | 'absolute' }
  /** Nobody is logged in; at the bank with the reason, told once, if a session just came to its end. */
  | { status: 'anonymous'; error?: ApiError | undefined; loggedOut?: boolean; endReason?: EndReason | undefined }
  /** The login is not taken here though the bank confirms it, or a header stands for it: logging in again would not help. */
  | { status: 'rejected'; error: ApiError }
  | { status: 'failed'; error: ApiError };

/** The session as the browser sees it: never a token, only what `GET /api/me` answers. */
export interface Session {
  state: () => SessionState;
  subscribe: (listener: () => void) => () => void;
  /** Asks the service who is logged in. With no hint cookie nobody is, and nothing is asked unless `always`. */
  load: (options?: { always?: boolean }) => Promise<SessionState>;
  /** Asks again without hiding what is on the page: after a renewal, or where the rights may have changed. */
  refresh: () => Promise<void>;
  /** Takes what the service has just said of the session, such as new roles; an older token's word does not count. */
  learn: (me: MeAnswer) => void;
  /** Acts on an error that ends the session: hides the page's content and, at the bank, learns why. */
  end: (error: ApiError) => Promise<void>;
  /**
   * Ends the session by a request that ends it, whatever else that does. Drafts go too, unless the same user is about to
   * be back.
   * @throws whatever the request throws; the person is then still logged in
   */
  leave: (request: () => Promise<unknown>, options?: { keepDrafts?: boolean | undefined }) => Promise<void>;
  /**
   * Ends the session here, or all sessions of the user.
   * @throws ApiError when the service could not be told; the person is then still logged in
   */
  logOut: (options?: { everywhere?: boolean; keepDrafts?: boolean }) => Promise<void>;
  /** Locks, or loads again, whenever the session changed in another tab or service. */
  watch: () => () => void;
}

/** What a session works with. */
export interface SessionParts {
  age: TokenAge;
  renewal: Renewal;
  /** The page is the bank's own: it alone learns why a session ended. */
  isAtIssuer: boolean;
  /** Elsewhere: whether the session that this service knows is the browser's own. */
  isCurrent?: IsCurrent | undefined;
  /** How long a login lasts at most, milliseconds. */
  absoluteMs: number;
}

/** A session that has asked nothing yet. */
export function createSession({ age, renewal, isAtIssuer, isCurrent, absoluteMs }: SessionParts): Session {
  let state: SessionState = { status: 'loading' };
  let question = 0;
  let seenHint = readHint();
  let isLeaving = false;
  /** A logout of this session was sent, and its answer lost. */
  let leftSid: string | undefined;
  const listeners = new Set<() => void>();
  const hide = () => void become({ status: 'loading' });
  const check = isCurrent && createCurrentCheck(isCurrent, () => renewal.renew(0), hide);

  function become(next: SessionState): SessionState {
    question += 1;
    return show(next);
  }

  function show(next: SessionState): SessionState {
    state = next;
    for (const listener of listeners) listener();
    return next;
  }

  async function load({ always = false } = {}): Promise<SessionState> {
    const mine = ++question;
    seenHint = readHint();
    if (!always && seenHint === undefined) return become({ status: 'anonymous' });
    const next = await ask();
    // A newer request is under way, or something happened meanwhile: that counts, not this response.
    if (mine === question) become(next);
    if (state === next) void requireCurrent();
    // A change of the hint while nothing was shown counts now.
    look();
    return state;
  }

  // The page is drawn meanwhile: the bank may be slow or down, and then nothing speaks against this session.
  async function requireCurrent(): Promise<void> {
    const shown = state;
    if (shown.status !== 'authenticated') return;
    const isShown = () => state.status === 'authenticated' && state.me.sid === shown.me.sid;
    const verdict = await check?.(shown.me.sid, isShown);
    // The state has changed meanwhile.
    if (!isShown() && state.status !== 'loading') return;
    if (verdict === 'reload') await load({ always: true });
    else if (verdict === 'leave') become({ status: 'anonymous' });
  }

  async function ask(): Promise<SessionState> {
    try {
      const { value: me, servedAt } = await callWithTime<MeAnswer>('GET', '/api/me');
      age.learn(me, servedAt);
      forgetLoginNavigations();
      forgetDraftsOfOthers(me.sub);
      return authenticated(me);
    } catch (thrown) {
      const error = asApiError(thrown);
      if (error.status !== 401) return { status: 'failed', error };
      return { status: error.renewed || error.code === FOREIGN_AUTHORIZATION ? 'rejected' : 'anonymous', error };
    }
  }

  async function refresh(): Promise<void> {
    if (state.status !== 'authenticated') return;
    const mine = question;
    const next = await ask();
    if (mine === question && next.status === 'authenticated') learn(next.me);
  }

  function learn(me: MeAnswer): void {
    if (state.status !== 'authenticated') return;
    // A login as another user would have changed the hint: the cookie was replaced under the page.
    if (me.sub !== state.me.sub) become({ status: 'locked', reason: 'elsewhere' });
    else if (me.iat >= state.me.iat) show(authenticated(me));
  }

  async function end(error: ApiError): Promise<void> {
    // This page's own logout tells by itself how it went.
    if (isLeaving) return;
    const loggedOut = state.status === 'authenticated' && state.me.sid === leftSid;
    // The login page could not say why: the bank was not asked, or the cookies by which it knows the browser are gone.
    if (!isAtIssuer && error.code === SESSION_OVER) {
      return void become({ status: 'locked', reason: error.endReason === 'idle' ? 'idle' : 'absolute' });
    }
    if (!isAtIssuer || error.endReason !== undefined || error.code !== 'session_ended') {
      become({ status: 'anonymous', error, endReason: error.endReason, loggedOut });
      return;
    }
    // The services know that a session ended. Only the bank says why, and only to the holder of its refresh token.
    become({ status: 'loading' });
    const mine = question;
    const outcome = await renewal.renew(0);
    if (mine !== question) return;
    if (outcome.kind === 'renewed') await load();
    else become({ status: 'anonymous', error: outcome.error, endReason: outcome.error.endReason, loggedOut });
  }

  async function leave(request: () => Promise<unknown>, { keepDrafts = false } = {}): Promise<void> {
    isLeaving = true;
    leftSid = state.status === 'authenticated' ? state.me.sid : undefined;
    try {
      await request();
    } finally {
      isLeaving = false;
    }
    seenHint = readHint();
    if (!keepDrafts) forgetDrafts();
    become({ status: 'anonymous', loggedOut: true });
  }

  async function logOut({ everywhere = false, keepDrafts = false } = {}): Promise<void> {
    await leave(
      () =>
        call('POST', everywhere ? '/api/logout/everywhere' : '/api/logout').catch((thrown: unknown) => {
          // 401: there is no session left to end, as requested.
          // Others may be left, though, which an invalid token has not ended.
          const { status, code } = asApiError(thrown);
          if (status !== 401 || (everywhere && code !== 'session_ended')) throw thrown;
        }),
      { keepDrafts },
    );
  }

  // The browser drops the cookies by itself then.
  function isPastAbsolute(): boolean {
    return (age.ofLogin() ?? 0) >= absoluteMs - ROUNDING_MS;
  }

  function look(): void {
    const hint = readHint();
    // This page's own logout changes the hint too.
    const decision = isLeaving ? 'nothing' : decideHint(seenHint, hint, state.status === 'authenticated');
    if (decision === 'nothing') return;
    seenHint = hint;
    if (decision === 'lock') become({ status: 'locked', reason: isPastAbsolute() ? 'absolute' : 'elsewhere' });
    else {
      become({ status: 'loading' });
      void load();
    }
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    load,
    refresh,
    learn,
    end,
    leave,
    logOut,
    watch: () => onHintChange(look),
  };
}

function authenticated(me: MeAnswer): SessionState & { status: 'authenticated' } {
  // A replica of the release before roles names none.
  return { status: 'authenticated', me: { ...me, roles: (me.roles as string[] | undefined) ?? [] } };
}
