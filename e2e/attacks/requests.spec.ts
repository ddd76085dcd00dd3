import { expect } from '@playwright/test';
import { gather, sendBytes } from '@latchkey/conformance/client';
import { bodies } from './requests/bodies.js';
import { contentTypes } from './requests/content-types.js';
import { crossSite } from './requests/cross-site.js';
import { http } from './requests/http.js';
import type { Knocks } from './requests/bad-request.js';
import { methods } from './requests/methods.js';
import { paths } from './requests/paths.js';
import { returnTo } from './requests/return-to.js';
import { guesses, values } from './requests/values.js';
import { stillOpen, test } from './attacked-stack.js';
import { faultsOf } from './verdict.js';

const families: Record<string, Knocks> = {
  'body that is not the JSON asked for': bodies,
  'value that the contract does not allow': values,
  'guess of a name or password that nobody has': guesses,
  'type and coding of a body but application/json': contentTypes,
  'method that an address does not know': methods,
  'address that is nothing': paths,
  'request that is not HTTP': http,
  'return_to that leaves the house': returnTo,
  'unsafe call with a cookie that did not come from an own page': crossSite,
};

for (const [name, family] of Object.entries(families)) {
  test(`refuses every ${name}`, async ({ door }) => {
    const knocks = family(door);
    expect(new Set(knocks.map((one) => one.kind)).size, 'each kind is listed once').toBe(knocks.length);
    const faults = await gather(
      knocks,
      async (knock) => {
        try {
          const answer = await sendBytes(door.house[knock.service].port, knock.bytes);
          const { statuses, codes, secrets = [] } = knock;
          const found = faultsOf(answer, { secrets, ...(statuses && { statuses }), ...(codes && { codes }) });
          return [...found, ...(answer === null ? [] : (knock.also?.(answer) ?? []))].map(
            (fault) => `${knock.kind}: ${fault}`,
          );
        } catch (error) {
          return [`${knock.kind}: ${(error as Error).message}`];
        }
      },
      // Guesses are hashed: more at once would only wait for each other.
      family === guesses ? 2 : 8,
    );
    expect(faults.concat(await stillOpen(door))).toEqual([]);
    test.info().annotations.push({ type: 'kinds', description: String(knocks.length) });
  });
}
