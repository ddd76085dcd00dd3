import { Injectable } from '@nestjs/common';
import { eventCursor, type EventsAnswer } from './audit.contract.js';
import { entryOf } from './event-entry.rules.js';
import { EventRepository } from './event.repository.js';
import { invalidCursor } from './events.errors.js';

const PAGE = 50;

/** Tells people what happened around their account. */
@Injectable()
export class EventsService {
  constructor(private readonly events: EventRepository) {}

  /** One page of somebody's own events, the newest first; `before` is the `next` of the page above. */
  async page({ sub, sid }: { readonly sub: string; readonly sid: string }, before: unknown): Promise<EventsAnswer> {
    const cursor = eventCursor.safeParse(before);
    if (!cursor.success) throw invalidCursor();
    if (cursor.data !== undefined && !(await this.events.has(sub, cursor.data))) throw invalidCursor();
    const rows = await this.events.findByUser(sub, PAGE + 1, cursor.data);
    const shown = rows.slice(0, PAGE);
    const events = shown.map((row) => entryOf(row, sid)).filter((entry) => entry !== undefined);
    const next = rows.length > PAGE ? shown.at(-1)?.id : undefined;
    return { events, ...(next !== undefined && { next }) };
  }
}
