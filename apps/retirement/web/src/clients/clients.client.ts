import { call } from '@latchkey/web';
import type { ClientPlanAnswer } from '../../../src/clients/client-plan.contract.js';

/**
 * The plan of a person who lets advisers read it.
 * @throws ApiError with the service's problem; `plan_not_shared` for anybody else, and for names that nobody has
 */
export function readClientPlan(username: string): Promise<ClientPlanAnswer> {
  return call('GET', `/api/clients/${encodeURIComponent(username)}/plan`);
}
