import type { Stack, StackService } from '../stack/stack.js';

// What a service's own step of the scenario, in `apps/*/test/scenario`, is written with: it needs nothing else of this folder. No
// service lists this workspace among its packages, or the build of its image would install browsers.
export { expect, step } from './harness/step.js';
export { field, heading, sectionLink, serviceLink } from './sites.js';
export { verdictOf } from '../stack/program.js';
export { ACCESS_COOKIE, accessCookie, bearer, logIn } from '../stack/test-user.js';

/** A service of the stack by its id. */
export function serviceIn(stack: Stack, id: string): StackService {
  const service = stack.services[id];
  if (service === undefined) throw new Error(`There is no service ${id} in this stack.`);
  return service;
}
