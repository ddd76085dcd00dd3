import type { StackService } from '../../stack/stack.ts';
import { encodeRequest, sendRaw } from '@latchkey/conformance/client';

/** A route of a service, as its own document tells it. */
export interface Route {
  readonly method: string;
  readonly path: string;
  /** Names of the body's members. */
  readonly members: readonly string[];
}

interface Operation {
  requestBody?: { content: { 'application/json': { schema: { properties?: object } } } };
}

/** What no document tells: pages, files, and what is not there. */
const BESIDES = ['/', '/account', '/assets/nothing.js', '/nothing', '/api/nothing', '/reference/'];

/** Every route of a service. */
export async function routesOf({ port, host }: StackService): Promise<Route[]> {
  const answer = await sendRaw(port, encodeRequest({ path: '/reference/openapi.json', host }), 60_000);
  const { paths } = JSON.parse(answer?.body ?? '') as { paths: Record<string, Record<string, Operation>> };
  const told = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody }]): Route => ({
      method: method.toUpperCase(),
      path,
      members: Object.keys(requestBody?.content['application/json'].schema.properties ?? {}),
    })),
  );
  const besides = BESIDES.map((path): Route => ({ method: 'GET', path, members: [] }));
  // What ends the session comes last.
  return [...besides, ...told].toSorted((one, other) => Number(endsSession(one)) - Number(endsSession(other)));
}

const endsSession = ({ path }: Route): boolean => path.startsWith('/api/logout');
