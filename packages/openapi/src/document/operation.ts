import type { Caller, Operation, Parameter } from '../open-api.js';
import { exampleFor } from './examples.js';
import { jsonSchemaOf } from './json-schema.js';
import { contentOf, responsesOf, type ShownRefusals } from './responses.js';
import type { Route } from './routes.js';

const CHANGES = new Set(['post', 'put', 'patch', 'delete']);

/** A route as an operation of the document. */
export function operationOf(route: Route, shown: ShownRefusals): Operation {
  const { options, body, handler } = route;
  const parameters = parametersOf(route);
  const description = [options.description, pagesOf(route)].filter(Boolean).join('\n\n');
  return {
    operationId: operationIdOf(route),
    tags: [options.topic],
    summary: options.summary,
    ...(description !== '' && { description }),
    'x-latchkey-caller': callerOf(route),
    security: securityOf(route),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody: {
        required: !body.safeParse(undefined).success,
        content: { 'application/json': contentOf(body, 'input', `${handler}'s body`) },
      },
    }),
    responses: responsesOf(route, shown),
  };
}

/** `get-api-sessions-id`: what links to the operation are named after. */
function operationIdOf({ method, path }: Route): string {
  return [method, ...path.split(/[^A-Za-z0-9]+/).filter(Boolean)].join('-').toLowerCase();
}

function parametersOf({ reads, options, handler }: Route): Parameter[] {
  const contracts = { ...options.parameters };
  const parameters = reads.map(({ in: place, name }) => {
    const contract = contracts[name];
    if (contract === undefined) throw new Error(`${handler} reads the ${place} parameter ${name}: describe it.`);
    delete contracts[name];
    const { description, ...schema } = jsonSchemaOf(contract, 'input');
    const example = schema.examples?.[0] ?? exampleFor(contract, schema, `${handler}'s ${name}`);
    const required = place === 'path' || !contract.safeParse(undefined).success;
    return { name, in: place, required, ...(description !== undefined && { description }), schema, example };
  });
  const unread = Object.keys(contracts);
  if (unread.length > 0) throw new Error(`${handler} describes ${unread.join(', ')}, which it does not read.`);
  return parameters;
}

function callerOf({ access, isSensitive }: Route): Caller {
  if (access === 'ops') return 'operators';
  if (access === 'public') return 'public';
  return isSensitive ? 'sensitive' : 'logged in';
}

function securityOf({ access, options }: Route): Operation['security'] {
  if (access === 'ops') return [{ operator: [] }];
  if (options.proof === 'refresh cookie') return [{ refreshCookie: [] }, {}];
  return access === 'public' ? [{}] : [{ bearer: [] }, { cookie: [] }];
}

// Which pages may call with a cookie follows from the route's own decorators, so it is said from them.
function pagesOf({ access, method, allowsSameSite, allowsExpired, isSensitive, roles }: Route): string {
  if (access !== undefined) return '';
  return [
    roles.length > 0 && `Needs the role ${roles.map((role) => `\`${role}\``).join(' or ')}; else \`role_missing\`.`,
    isSensitive && 'What is known of the session may be at most 15 seconds old; else `renew_required`.',
    allowsExpired && 'An expired access token counts as well, until the absolute limit of its session.',
    CHANGES.has(method) &&
      (allowsSameSite
        ? 'With the cookie, pages of all services of the deployment may call it.'
        : "With the cookie, only this service's own pages may call it."),
  ]
    .filter(Boolean)
    .join(' ');
}
