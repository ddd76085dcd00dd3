import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { ProblemItem } from '../problem/app-error.js';
import { invalidBody } from '../problem/http.errors.js';

type Options = NonNullable<ConstructorParameters<typeof StandardSchemaValidationPipe>[0]>;
type Issue = Parameters<NonNullable<Options['exceptionFactory']>>[0][number];

const MAX_ITEMS = 20;

/** Validates `@JsonBody(schema)`; what does not fit is refused with one item per error. */
export class BodyPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: (issues) => invalidBody(issues.slice(0, MAX_ITEMS).map(itemOf)) });
  }

  // Nest would drop suspicious members in silence; here the parser and the schema refuse them.
  protected override stripProtoKeys(): void {}
}

function itemOf(issue: Issue): ProblemItem {
  const steps = (issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
  const pointer = steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  const { code } = (issue as { params?: { code?: string } }).params ?? {};
  return { pointer, ...(code !== undefined && { code }), detail: wordsOf(issue) };
}

function wordsOf(issue: Issue): string {
  // zod names the members it does not know, and those are the client's words.
  if ((issue as { code?: unknown }).code === 'unrecognized_keys') return 'Has a member that is not expected.';
  // "undefined" is a word of JavaScript; who sent JSON left something out.
  return issue.message.endsWith('received undefined') ? 'Is missing.' : issue.message;
}
