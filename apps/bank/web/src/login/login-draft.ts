import { draftOf } from '@latchkey/web';
import type { ImposedWait } from './attempt-wait.rules.js';

/** What was typed at login or registration; never a password. */
interface LoginDraft {
  username: string;
  wait?: ImposedWait;
}

// Of no user: forgotten as soon as one is logged in.
const draft = draftOf<LoginDraft>('login', '');

/** The username last typed in this tab. */
export function typedUsername(): string {
  return draft.read()?.username ?? '';
}

export function keepUsername(username: string): void {
  draft.keep({ ...draft.read(), username });
}

export function imposedWait(): ImposedWait | undefined {
  return draft.read()?.wait;
}

export function keepWait(wait: ImposedWait): void {
  draft.keep({ ...draft.read(), username: wait.username, wait });
}
