/** What the bank keeps a record of: a closed list. */
export type EventKind =
  | 'registered'
  | 'login'
  | 'login_refused'
  | 'login_throttled'
  | 'refresh_reused'
  | 'logout'
  | 'logout_everywhere'
  | 'session_ended'
  | 'password_changed'
  | 'password_change_refused'
  | 'user_disabled'
  | 'user_enabled'
  | 'sessions_ended_by_bank'
  | 'key_added'
  | 'key_promoted'
  | 'key_withdrawn';

/** One security event as it is recorded; never a secret, a password or a token. */
export interface SecurityEvent {
  readonly kind: EventKind;
  readonly userId?: string | undefined;
  readonly sessionId?: string | undefined;
  /** Small facts, such as a kid or an end reason. */
  readonly detail?: Readonly<Record<string, string>>;
}
