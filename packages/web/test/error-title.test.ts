import { expect, test } from '@jest/globals';
import { errorTitle } from '../src/page/error-title.rules.js';

test.each([
  [0, 'offline', 'You are offline'],
  [0, 'unreachable', 'No response'],
  [0, 'bank_unreachable', 'The bank is not responding'],
  [0, 'page_error', 'This page stopped working'],
  [0, 'page_missing', 'This page could not be loaded'],
  [429, 'throttled', 'Too many requests'],
  [503, 'database_away', 'Not available right now'],
  [500, 'internal', 'Something went wrong'],
  [400, 'constructor', 'Something went wrong'],
])('a failure of status %i and code %s is headed "%s"', (status, code, title) => {
  expect(errorTitle({ status, code })).toBe(title);
});
