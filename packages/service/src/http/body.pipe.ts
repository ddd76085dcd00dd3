import { StandardSchemaValidationPipe } from '@nestjs/common';
import { invalidBody } from '../problem/door.errors.js';
import type { ProblemItem } from '../problem/app.error.js';

type Issues = Parameters<NonNullable<NonNullable<ConstructorParameters<typeof StandardSchemaValidationPipe>[0]>['exceptionFactory']>>[0];

const MAX_ITEMS = 20;

/** Validates `@Body({ schema })`; what does not fit is refused with one item per fault. */
export const bodyPipe = (): StandardSchemaValidationPipe =>
  new StandardSchemaValidationPipe({ exceptionFactory: (issues) => invalidBody(issues.slice(0, MAX_ITEMS).map(itemOf)) });

function itemOf({ path, message }: Issues[number]): ProblemItem {
  const steps = (path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
  return { pointer: steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''), detail: message };
}
