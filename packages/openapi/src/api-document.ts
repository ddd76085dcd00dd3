import { readFileSync } from 'node:fs';
import type { ServiceConfig, ServiceDefinition } from '@latchkey/service';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { testEnvironment } from '@latchkey/testing/environment';
import { openApiOf } from './document/open-api-of.js';
import type { OpenApi } from './open-api.js';

/** An answer as a test has seen it. */
export interface SeenAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

/** The API's document of a service, as it is kept, as the build wrote it, and as its code makes it now. */
export interface ApiDocument {
  readonly kept: OpenApi;
  readonly served: OpenApi;
  readonly made: OpenApi;
  /** `GET /api/sessions/:id`, sorted. */
  readonly routes: readonly string[];
  /** What makes it no OpenAPI 3.1; nothing if it is. */
  readonly errors: () => Promise<unknown>;
  /** What of an answer the document does not tell; nothing if it tells all. */
  readonly errorOf: (method: string, path: string, answer: SeenAnswer) => unknown;
}

/** Reads a service's document and makes it again. Needs no database. @param file the kept `openapi.json` */
export async function apiDocument<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  file: URL,
): Promise<ApiDocument> {
  const read = (url: URL) => JSON.parse(readFileSync(url, 'utf8')) as OpenApi;
  const kept = read(file);
  const made = await openApiOf(definition, testEnvironment(definition.id, 'postgres://nobody@127.0.0.1/none'));
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  // Formats that are for people, not for checks.
  ajv.addFormat('password', true);
  ajv.addSchema(kept, 'kept');
  const pointer = (path: string) => path.replaceAll('~', '~0').replaceAll('/', '~1');
  return {
    kept,
    served: read(new URL('openapi.json', definition.reference!.files)),
    made,
    routes: Object.entries(kept.paths)
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => routeOf(method, path)))
      .toSorted(),
    errors: async () => {
      const { valid, errors } = await new Validator().validate(structuredClone(kept) as never);
      return valid ? undefined : errors;
    },
    errorOf: (method, path, { status, type, body }) => {
      const answer = kept.paths[path]?.[method]?.responses[status];
      if (answer === undefined) return `${method} ${path} does not tell of ${status}`;
      if (answer.content === undefined) return type === '' ? undefined : `${status} is told without content`;
      if (answer.content[type] === undefined) return `${status} does not tell of ${type}`;
      const at = `paths/${pointer(path)}/${method}/responses/${status}/content/${pointer(type)}/schema`;
      const validate = ajv.getSchema(`kept#/${at}`)!;
      return validate(body) ? undefined : validate.errors;
    },
  };
}

function routeOf(method: string, path: string): string {
  return `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
}
