import { describe, expect, test } from '@jest/globals';
import { backOff } from '../src/outbound/back-off.js';
import { boundedBody } from '../src/outbound/bounded-body.js';

describe('the body of an answer', () => {
  test('is read up to the bound, and empty where there is none', async () => {
    expect((await boundedBody(new Response('häuser'), 7))?.toString('utf8')).toBe('häuser');
    expect(await boundedBody(new Response(null), 0)).toHaveLength(0);
  });

  test('is given up as soon as it is longer', async () => {
    let sent = 0;
    let isCancelled = false;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1024));
      },
      cancel() {
        isCancelled = true;
      },
    });
    expect(await boundedBody(new Response(endless), 10_000)).toBeUndefined();
    expect([isCancelled, sent < 20]).toEqual([true, true]);
  });
});

test('a pause doubles up to the longest, and is spread over its upper half', () => {
  const bounds = { first: 100, longest: 2000 };
  expect([1, 2, 3, 9, 5000].map((failures) => backOff(failures, bounds, 1))).toEqual([100, 200, 400, 2000, 2000]);
  expect([1, 9].map((failures) => backOff(failures, bounds, 0))).toEqual([50, 1000]);
});
