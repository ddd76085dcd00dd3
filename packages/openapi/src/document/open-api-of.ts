import type { ServiceConfig, ServiceDefinition } from '@latchkey/service';
import type { OpenApi, Operation } from '../open-api.js';
import { controllersOf } from './controllers.js';
import { problem } from '@latchkey/verifier/contract';
import { jsonSchemaOf } from './json-schema.js';
import { operationOf } from './operation.js';
import type { ShownRefusals } from './responses.js';
import { routesOf } from './routes.js';
import { inGeneral, refreshCookieScheme, securitySchemes } from './words.js';

/** Order of the methods of one path. */
const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'options'];

/**
 * The OpenAPI document of a service, made from the decorators of its routes and from the contracts that they validate and
 * answer by. For programs that write and test it; needs no database.
 *
 * @param env a complete environment of the service; none of it enters the document
 * @throws Error that names the route which is not, or wrongly, described
 */
export async function openApiOf<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  env: NodeJS.ProcessEnv,
): Promise<OpenApi> {
  const { topics = {} } = definition.reference ?? {};
  const routes = routesOf(await controllersOf(definition, env)).toSorted(
    (a, b) => compare(a.path, b.path) || METHODS.indexOf(a.method) - METHODS.indexOf(b.method),
  );
  const shown: ShownRefusals = new Map();
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const { topic } = route.options;
    if (topics[topic] === undefined) throw new Error(`${route.handler}: there is no topic ${topic}.`);
    (paths[route.path] ??= {})[route.method] = operationOf(route, shown);
  }
  const hasRefresh = routes.some(({ options }) => options.proof === 'refresh cookie');
  return {
    openapi: '3.1.1',
    info: { title: `${definition.name} API`, version: '1', description: inGeneral },
    servers: [{ url: '/' }],
    tags: Object.entries(topics).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: { ...securitySchemes, ...(hasRefresh && { refreshCookie: refreshCookieScheme }) },
      schemas: { Problem: jsonSchemaOf(problem, 'output') },
      examples: Object.fromEntries([...shown].toSorted(([a], [b]) => compare(a, b))),
    },
  };
}

// Code units: the same order on every machine.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
