import type { EndReason } from '@latchkey/verifier/contract';

/** Why a session is over, in the words of the login page. */
export interface EndReasonText {
  text: string;
  /** Somebody may have got hold of something: said as a warning. */
  isSerious: boolean;
}

const WORDS: Record<Exclude<EndReason, 'logout'>, string> = {
  idle: 'You have been logged out because you did nothing here for a while.',
  absolute:
    'You have been logged out because your login reached its time limit. Every login ends after a while, even in use.',
  other_device: 'You have been logged out: this login was ended from another of your devices.',
  everywhere: 'You have been logged out: you logged out everywhere.',
  password_changed: 'You have been logged out because your password was changed. Log in with the new one.',
  refresh_reused:
    'To be on the safe side we have ended your login: a copy of it may have been used. Log in again, then change your password.',
  key_withdrawn: 'You have been logged out because the bank renewed its security keys. Please log in again.',
  session_limit:
    'You have been logged out: you logged in elsewhere, and at most 20 logins can be open at once. This one was not used for longest.',
  new_login: 'You have been logged out because somebody logged in anew in this browser.',
  ended_by_bank: 'The bank has ended your login. Ask us if you do not know why.',
};

/** The words for a reason; undefined where the person knows already, or where there is none. */
export function readableEndReason(reason: EndReason | undefined): EndReasonText | undefined {
  if (reason === undefined || !Object.hasOwn(WORDS, reason)) return undefined;
  return { text: WORDS[reason as keyof typeof WORDS], isSerious: reason === 'refresh_reused' };
}
