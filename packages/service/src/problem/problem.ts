import type { AppError, ProblemItem } from './app-error.js';

/** Media type of every problem (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

/** Body of every problem. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  readonly errors?: readonly ProblemItem[];
  readonly [member: string]: unknown;
}

/** The public half of an error. */
export function problemBody(error: AppError, requestId: string): ProblemBody {
  const { title, status, detail, code, errors, members } = error;
  const type = `urn:latchkey:problem:${code}`;
  return { ...members, type, title, status, detail, code, requestId, ...(errors && { errors }) };
}
