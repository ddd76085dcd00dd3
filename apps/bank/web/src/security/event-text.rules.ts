import type { EventEntry, EventKind } from '../../../src/audit/audit.contract.js';

/** An event as text. */
export interface EventText {
  text: string;
  more?: string | undefined;
  /** Possibly an attack. */
  isWorthALook: boolean;
}

type Told = Pick<EventEntry, 'kind' | 'reason' | 'sessions' | 'service' | 'role'>;

const WORTH_A_LOOK: ReadonlySet<EventKind> = new Set([
  'login_refused',
  'login_throttled',
  'refresh_reused',
  'password_change_refused',
  'deletion_refused',
]);

const TEXTS: Record<EventKind, string> = {
  registered: 'Account created',
  login: 'Logged in',
  login_refused: 'Failed login',
  login_throttled: 'Failed login',
  refresh_reused: 'Login ended as a precaution',
  logout: 'Logged out',
  logout_everywhere: 'Logged out everywhere',
  session_ended: 'Ended another session',
  password_changed: 'Password changed',
  password_change_refused: 'Failed password change',
  user_disabled: 'Account disabled by the bank',
  user_enabled: 'Account enabled by the bank',
  sessions_ended_by_bank: 'Sessions ended by the bank',
  role_granted: 'Role given by the bank',
  role_revoked: 'Role withdrawn by the bank',
  support_looked: 'Support looked at the account',
  support_ended_sessions: 'Sessions ended by support',
  support_disabled: 'Account disabled by support',
  support_enabled: 'Account enabled by support',
  support_refused: 'Support request refused',
  data_exported: 'Data downloaded',
  deletion_requested: 'Deletion of the account requested',
  deletion_refused: 'Failed deletion of the account',
  deletion_undone: 'Account kept because of a login',
  account_deleted: 'Account deleted',
  contract_promoted: 'The bank issues a newer kind of token',
  contract_demoted: 'The bank issues an older kind of token',
  key_added: 'The bank has a new key',
  key_promoted: 'The bank signs with a new key',
  key_withdrawn: 'The bank withdrew a key',
};

const REASONS: Record<string, string> = {
  invalid_credentials: 'Wrong password',
  too_many_guesses: 'Too many wrong passwords',
  session_limit: 'The one unused for longest: at most 20 can be open at once',
  new_login: 'Replaced by a new login in the same browser',
  account_disabled: 'Correct password, but the account is disabled',
  person_not_found: 'Nobody has that username',
  own_account: 'It was about your own account',
  support_account: 'It was about somebody who has the role support',
  session_not_found: 'The session was over already',
};

/** The text of an event; never repeats what a user or a program wrote. */
export function readableEvent({ kind, reason, sessions, service, role }: Told): EventText {
  const text = service === undefined ? TEXTS[kind] : `${TEXTS[kind]} at ${service}`;
  return {
    text,
    more: role === undefined ? moreOf(kind, reason, sessions) : `Role: ${role}`,
    isWorthALook: WORTH_A_LOOK.has(kind),
  };
}

function moreOf(kind: EventKind, reason: string | undefined, sessions: number | undefined): string | undefined {
  if (kind === 'refresh_reused') return 'A copy of it may have been used';
  if (kind === 'password_changed' && sessions !== undefined) return sessionsEnded(sessions, 'other ');
  if (sessions !== undefined) return sessionsEnded(sessions);
  return reason !== undefined && Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
}

function sessionsEnded(count: number, which = ''): string {
  if (count === 0) return `No ${which}session was open`;
  return count === 1 ? `1 ${which}session was ended` : `${count} ${which}sessions were ended`;
}
