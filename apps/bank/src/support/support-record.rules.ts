import type { EventKind, SecurityEvent } from '../audit/audit.contract.js';

/** Who of the support desk asks, by their token. */
export interface Staff {
  readonly sub: string;
  readonly sid: string;
  readonly preferred_username: string;
}

/** What somebody of the support desk asks for. */
export interface SupportRequest {
  readonly kind: Extract<EventKind, `support_${string}`>;
  /** Id of the person; undefined where the name was nobody's. */
  readonly sub: string | undefined;
  /** The username that was typed, if it can be one. */
  readonly username?: string | undefined;
  readonly reason: string;
}

/** What is recorded of a request that was done, on the record of the person: with the session that it ended, or how many. */
export function doneRecord(
  { kind, sub, reason }: SupportRequest,
  { sessionId, ended }: { readonly sessionId?: string | undefined; readonly ended?: readonly string[] },
  staff: Staff,
): SecurityEvent {
  const by = { by: staff.sub, byName: staff.preferred_username, bySession: staff.sid };
  return {
    kind,
    userId: sub,
    sessionId,
    detail: { note: reason, ...(ended !== undefined && { sessions: String(ended.length) }), ...by },
  };
}

/** What is recorded of a refused request, on the record of who asked. */
export function refusedRecord(
  { kind, sub, username, reason }: SupportRequest,
  code: string,
  staff: Staff,
): SecurityEvent {
  const whom = { ...(sub !== undefined && { person: sub }), ...(username !== undefined && { username }) };
  const detail = { reason: code, note: reason, asked: kind, ...whom };
  return { kind: 'support_refused', userId: staff.sub, sessionId: staff.sid, detail };
}
