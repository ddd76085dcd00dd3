import { expect, test } from '@jest/globals';
import type { EventEntry } from '../src/audit/audit.contract.js';
import { summarizeActivity } from '../web/src/home/recent-activity.rules.js';

let count = 0;
const event = (kind: EventEntry['kind'], current = false): EventEntry => ({
  id: `event-${(count += 1)}`,
  at: '2026-11-27T12:00:00.000Z',
  kind,
  device: 'Firefox on Linux',
  address: '127.0.0.1',
  current,
});

const OWN = event('login', true);
const BEFORE = event('login');
const REFUSED = event('login_refused');
const UNPROVEN = event('deletion_refused');

test.each([
  ['the first login', [OWN, event('registered')], true, { before: undefined, isFirst: true, refused: 0 }],
  ['a record that goes further back', [OWN], false, { before: undefined, isFirst: false, refused: 0 }],
  ['a login before', [OWN, BEFORE, event('login')], true, { before: BEFORE, isFirst: false, refused: 0 }],
  ['refusals since', [OWN, REFUSED, REFUSED, BEFORE], true, { before: BEFORE, isFirst: false, refused: 2 }],
  ['a deletion that was refused', [OWN, UNPROVEN, BEFORE], true, { before: BEFORE, isFirst: false, refused: 1 }],
  ['refusals of long ago', [OWN, BEFORE, REFUSED], true, { before: BEFORE, isFirst: false, refused: 0 }],
  ['nothing', [], true, { before: undefined, isFirst: true, refused: 0 }],
])('what happened recently: %s', (_, events, isWhole, summary) => {
  expect(summarizeActivity(events, isWhole)).toEqual(summary);
});
