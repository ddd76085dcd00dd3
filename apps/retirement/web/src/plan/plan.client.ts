import { call } from '@latchkey/web';
import type { PlanAnswer, PlanBody } from '../../../src/plan/plan.contract.js';

/** The caller's plan; our proposal until one is opened. */
export function readPlan(): Promise<PlanAnswer> {
  return call('GET', '/api/plan');
}

/**
 * Opens or changes the caller's plan; the same call twice is the same plan.
 * @throws ApiError with the error; `plan_changed` if another one than `version` is stored
 */
export function savePlan(plan: PlanBody): Promise<PlanAnswer> {
  return call('PUT', '/api/plan', plan);
}
