import { expect } from '@playwright/test';
import { gather, sendRaw } from '@latchkey/conformance/client';
import { bodies } from './requests/bodies.ts';
import { contentTypes } from './requests/content-types.ts';
import { crossSite } from './requests/cross-site.ts';
import { http } from './requests/http.ts';
import type { BadRequests } from './requests/bad-request.ts';
import { methods } from './requests/methods.ts';
import { paths } from './requests/paths.ts';
import { returnTo } from './requests/return-to.ts';
import { loginAttempts, values } from './requests/values.ts';
import { stillOpen, test } from './attacked-stack.ts';
import { errorsOf } from './verdict.ts';

const families: Record<string, BadRequests> = {
  'body that is not the JSON asked for': bodies,
  'value that the contract does not allow': values,
  'login attempt with a name or password that nobody has': loginAttempts,
  'type and coding of a body but application/json': contentTypes,
  'method that an address does not know': methods,
  'address that is nothing': paths,
  'request that is not HTTP': http,
  'return_to that leaves the deployment': returnTo,
  'unsafe call with a cookie that did not come from an own page': crossSite,
};

for (const [name, family] of Object.entries(families)) {
  test(`refuses every ${name}`, async ({ attacked }) => {
    const requests = family(attacked);
    expect(new Set(requests.map((one) => one.kind)).size, 'each kind is listed once').toBe(requests.length);
    const errors = await gather(
      requests,
      async (bad) => {
        try {
          const answer = await sendRaw(attacked.stack[bad.service].port, bad.bytes);
          const { statuses, codes, secrets = [] } = bad;
          const found = errorsOf(answer, { secrets, ...(statuses && { statuses }), ...(codes && { codes }) });
          return [...found, ...(answer === null ? [] : (bad.also?.(answer) ?? []))].map(
            (found) => `${bad.kind}: ${found}`,
          );
        } catch (error) {
          return [`${bad.kind}: ${(error as Error).message}`];
        }
      },
      // Login attempts are hashed: more at once would only wait for each other.
      family === loginAttempts ? 2 : 8,
    );
    expect(errors.concat(await stillOpen(attacked))).toEqual([]);
    test.info().annotations.push({ type: 'kinds', description: String(requests.length) });
  });
}
