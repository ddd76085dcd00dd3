import { call } from '@latchkey/web';
import type { EventsAnswer } from '../../../src/audit/audit.contract.js';

/**
 * What happened around the person's account, the newest first.
 *
 * @param before - the `next` of the page above
 */
export function recordedEvents(before?: string): Promise<EventsAnswer> {
  return call('GET', before === undefined ? '/api/events' : `/api/events?before=${before}`);
}
