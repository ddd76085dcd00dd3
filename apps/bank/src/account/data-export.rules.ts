import { entryOf, type RecordedEvent } from '../audit/event-entry.rules.js';
import type { ExportAnswer } from './data-export.contract.js';

/** What the row of a person tells. */
export interface HeldAccount {
  readonly username: string;
  readonly registeredAt: Date;
  readonly passwordVersion: number;
}

/** A session, active or past. */
export interface HeldSession {
  readonly id: string;
  readonly service: string;
  readonly openedAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
  readonly address: string;
  readonly userAgent: string;
}

/** What was read of a person. */
export interface HeldData {
  readonly account: HeldAccount;
  readonly roles: readonly { readonly role: string; readonly grantedAt: Date }[];
  readonly sessions: readonly HeldSession[];
  readonly addresses: readonly { readonly address: string; readonly lastLoginAt: Date }[];
  readonly events: readonly RecordedEvent[];
  /** How many there are in all. */
  readonly counts: { readonly sessions: number; readonly events: number };
}

/** The file that a person is given. */
export function exportOf(sub: string, held: HeldData, now: Date): ExportAnswer {
  const { account, roles, sessions, addresses, events, counts } = held;
  return {
    service: 'bank',
    exportedAt: now.toISOString(),
    sub,
    username: account.username,
    account: { registeredAt: account.registeredAt.toISOString(), passwordChanges: account.passwordVersion - 1 },
    roles: roles.map(({ role, grantedAt }) => ({ role, grantedAt: grantedAt.toISOString() })),
    sessions: sessions.map(exportedSession),
    knownAddresses: addresses.map(({ address, lastLoginAt }) => ({ address, lastLoginAt: lastLoginAt.toISOString() })),
    events: events.map(exportedEvent).filter((event) => event !== undefined),
    leftOut: { sessions: counts.sessions - sessions.length, events: counts.events - events.length },
  };
}

function exportedSession(session: HeldSession): ExportAnswer['sessions'][number] {
  return {
    ...session,
    openedAt: session.openedAt.toISOString(),
    lastUsedAt: session.lastUsedAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    endedAt: session.endedAt?.toISOString() ?? null,
  };
}

// What the list of events keeps back is kept back here: where somebody of the bank sat.
function exportedEvent(event: RecordedEvent): ExportAnswer['events'][number] | undefined {
  const entry = entryOf(event, '');
  if (entry === undefined) return undefined;
  const { current: _, ...told } = entry;
  return { ...told, userAgent: told.device === null ? null : event.userAgent };
}
