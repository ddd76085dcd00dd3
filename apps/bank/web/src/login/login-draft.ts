import { draftOf } from '@latchkey/web';
import type { ImposedWait } from './attempt-wait.rules.js';

/** What was typed at an entrance, login or registration; never a password. */
interface EntranceDraft {
  username: string;
  wait?: ImposedWait;
}

// Of nobody: forgotten as soon as somebody is known.
const draft = draftOf<EntranceDraft>('entrance', '');

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
