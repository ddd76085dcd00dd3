import { STATUS_CODES } from 'node:http';
import type { AppError } from '@latchkey/service';
import { PROBLEM_TYPE, problemBody } from '@latchkey/service/openapi';
import type { Answer, Content, Header } from '../open-api.js';
import type { ZodType } from 'zod';
import { exampleFor } from './examples.js';
import { jsonSchemaOf } from './json-schema.js';
import { refusalsOf } from './route-errors.js';
import type { Route } from './routes.js';

/** Refusals that the document has shown so far, by the name they have among its components. */
export type ShownRefusals = Map<string, { readonly summary: string; readonly value: unknown }>;

const REQUEST_ID = 'vQ3nJx0aT1bM-1k';

/** The answers of a route, by status. */
export function responsesOf(route: Route, shown: ShownRefusals): Record<string, Answer> {
  const answers = new Map<number, Answer>(successes(route));
  for (const [status, errors] of Map.groupBy(refusalsOf(route), (error) => error.status)) {
    const refusal = refusalAnswer(status, errors, shown);
    const written = answers.get(status);
    // A browser may get a page where a program gets a problem.
    answers.set(
      status,
      written === undefined ? refusal : { ...written, content: { ...written.content, ...refusal.content } },
    );
  }
  return Object.fromEntries(answers);
}

const CHALLENGE = '`Bearer`, with `error="invalid_token"` where an access token came and was refused (RFC 6750).';
const SCOPE_CHALLENGE = '`Bearer` with `error="insufficient_scope"` where the caller lacks a role (RFC 6750).';
const RETRY_AFTER = 'Seconds to wait before the next try.';

function headersOf(told: Readonly<Record<string, string>>): { headers?: Record<string, Header> } {
  const headers = Object.entries(told).map(([name, description]): [string, Header] => [
    name,
    { description, schema: { type: 'string' } },
  ]);
  return headers.length > 0 ? { headers: Object.fromEntries(headers) } : {};
}

function successes({ answer, status, options, handler }: Route): (readonly [number, Answer])[] {
  const written = Object.entries(options.responses ?? {});
  if (written.length > 0) {
    return written.map(([code, { description, schema, type = schema && 'application/json' }]) => [
      Number(code),
      {
        description,
        ...headersOf(options.headers ?? {}),
        ...(type !== undefined && { content: { [type]: contentOf(schema, 'output', handler) } }),
      },
    ]);
  }
  const description = options.success ?? STATUS_CODES[status] ?? '';
  const headers = headersOf(options.headers ?? {});
  if (answer === undefined) return [[status, { description, ...headers }]];
  return [[status, { description, ...headers, content: { 'application/json': contentOf(answer, 'output', handler) } }]];
}

/** A body with its schema and an example. */
export function contentOf(contract: ZodType | undefined, io: 'input' | 'output', where: string): Content {
  if (contract === undefined) return {};
  const schema = jsonSchemaOf(contract, io);
  return { schema, example: exampleFor(contract, schema, where) };
}

function refusalAnswer(status: number, errors: readonly AppError[], shown: ShownRefusals): Answer {
  const codes = [...new Set(errors.map(({ code }) => code))];
  const names = [...new Set(errors.map((error) => nameOf(error, shown)))];
  const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }] };
  const examples = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/examples/${name}` }]));
  const description = `${STATUS_CODES[status]}: ${codes.map((code) => `\`${code}\``).join(', ')}.`;
  const headers = headersOf({
    ...(status === 401 && { 'WWW-Authenticate': CHALLENGE }),
    ...(errors.some(({ challenge }) => challenge === 'insufficient_scope') && { 'WWW-Authenticate': SCOPE_CHALLENGE }),
    ...(errors.some((error) => error.headers?.['retry-after'] !== undefined) && { 'Retry-After': RETRY_AFTER }),
  });
  return { description, ...headers, content: { [PROBLEM_TYPE]: { schema, examples } } };
}

// One code may be told in several words: the later ones get a number.
function nameOf(error: AppError, shown: ShownRefusals): string {
  const value = problemBody(error, REQUEST_ID);
  for (let count = 1; ; count++) {
    const name = count === 1 ? error.code : `${error.code}_${count}`;
    const known = shown.get(name);
    if (known === undefined) shown.set(name, { summary: summaryOf(error), value });
    if (known === undefined || JSON.stringify(known.value) === JSON.stringify(value)) return name;
  }
}

function summaryOf({ detail, headers }: AppError): string {
  return headers?.['retry-after'] === undefined ? detail : `${detail} \`Retry-After\` says when.`;
}
