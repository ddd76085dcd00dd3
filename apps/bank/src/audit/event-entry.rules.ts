import { eventKind, type EventEntry } from './audit.contract.js';
import { deviceOf } from '../client/device.rules.js';

/** An event as the database keeps it. */
export interface RecordedEvent {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly sessionId: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly detail: Readonly<Record<string, string>>;
}

/** What a person is told of an event: only facts that are meant for people, and nothing of a kind that a newer release writes. */
export function entryOf(event: RecordedEvent, sid: string): EventEntry | undefined {
  const kind = eventKind.safeParse(event.kind);
  if (!kind.success) return undefined;
  const { reason, sessions, service, role, note, by } = event.detail;
  // It was somebody of the bank: where they sit is none of the person's business.
  const isByStaff = by !== undefined;
  return {
    id: event.id,
    at: event.at.toISOString(),
    kind: kind.data,
    device: event.userAgent === null || service !== undefined || isByStaff ? null : deviceOf(event.userAgent),
    address: isByStaff ? null : event.address,
    current: event.sessionId === sid,
    ...(reason !== undefined && { reason }),
    ...(service !== undefined && { service }),
    ...(role !== undefined && { role }),
    ...(note !== undefined && { note }),
    ...(sessions !== undefined && { sessions: Number(sessions) }),
  };
}
