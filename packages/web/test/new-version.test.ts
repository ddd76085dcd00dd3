import { describe, expect, test } from '@jest/globals';
import { isLookDue, isNewVersion } from '../src/site/new-version.rules.js';

const page = (script: string) =>
  `<html><head><meta name="latchkey:service" content="bank"><script type="module" src="${script}"></script></head></html>`;

describe('the start page asked for again', () => {
  test.each([
    ['with the same entry script is the same version', page('/assets/index-AAAA.js'), false],
    ['with another one is a new version', page('/assets/index-BBBB.js'), true],
    ["of a network's own login page says nothing", '<html><title>Free WiFi</title></html>', false],
    ['that is empty says nothing', '', false],
  ])('%s', (_, html, isNew) => {
    expect(isNewVersion(html, '/assets/index-AAAA.js')).toBe(isNew);
  });
});

test.each([
  [299_999, false],
  [300_000, true],
  [-300_000, true],
])('%i ms after the last look it is time for another: %s', (since, isDue) => {
  expect(isLookDue(since)).toBe(isDue);
});
