import { call } from '@latchkey/web';
import type { PermissionAnswer } from '../../../src/sharing/permission.contract.js';

/**
 * Lets advisers read the caller's plan, or not; counts from the next request of an adviser on.
 * @throws ApiError with the service's problem
 */
export async function setPermission(allowed: boolean): Promise<boolean> {
  return (await call<PermissionAnswer>('PUT', '/api/plan/permission', { allowed })).sharedWithAdvisers;
}
