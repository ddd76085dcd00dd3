import type { EndReason } from '@latchkey/verifier/contract';

/** Why a session is over, in the words of the login page. */
export interface EndReasonText {
  text: string;
  /** Someone may have stolen something: shown as a warning. */
  isSerious: boolean;
}

const WORDS: Record<Exclude<EndReason, 'logout'>, string> = {
  idle: 'You were logged out because you were inactive for a while.',
  absolute:
    'You were logged out because your login reached its time limit. Every login ends after a while, even if you are active.',
  other_device: 'You were logged out from another of your devices.',
  everywhere: 'You were logged out because you logged out everywhere.',
  password_changed: 'You were logged out because your password was changed. Log in with the new one.',
  refresh_reused:
    'We ended your login as a precaution: a copy of it may have been used. Log in again, then change your password.',
  key_withdrawn: 'You were logged out because the bank renewed its security keys. Please log in again.',
  session_limit:
    'You were logged out because you logged in elsewhere: at most 20 logins can be open at once, and this one was unused for longest.',
  new_login: 'You were logged out because someone logged in again in this browser.',
  account_deletion: 'You asked us to delete your account. If you log in within 7 days of that, we keep it.',
  ended_by_bank: 'The bank ended your login. Contact us if you do not know why.',
};

/** The text for a reason; undefined where the user knows already, or where there is none. */
export function readableEndReason(reason: EndReason | undefined): EndReasonText | undefined {
  if (reason === undefined || !Object.hasOwn(WORDS, reason)) return undefined;
  return { text: WORDS[reason as keyof typeof WORDS], isSerious: reason === 'refresh_reused' };
}
