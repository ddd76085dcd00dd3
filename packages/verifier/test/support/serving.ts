import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NodeLatchkey } from '../../src/mounts/node.js';

/** A service on a port of its own. */
export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a reading, a sensitive route and a page on `node:http`, besides the routes of the session. */
export async function serving(auth: NodeLatchkey): Promise<Serving> {
  const session = auth.session();
  const guards = new Map([
    ['GET /api/pension', auth.guard()],
    ['PUT /api/pension', auth.guard({ maxStaleness: 300 })],
    ['POST /api/pension', auth.guard({ sensitive: true })],
    ['GET /page', auth.guard({ page: true })],
    ['GET /advice', auth.guard({ page: true, roles: ['adviser'] })],
    ['GET /socket', auth.guard({ socket: true })],
  ]);
  const server = createServer(async (request, response) => {
    try {
      if (await session(request, response)) return;
      const guard = guards.get(`${request.method} ${request.url?.split('?')[0]}`);
      if (guard === undefined) return void response.writeHead(404).end();
      const caller = await guard(request, response);
      if (caller !== undefined) response.end(JSON.stringify({ owner: caller.sub }));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  return listening(server, auth);
}

/** Listens on a port of its own; closes with everything that is open, and what it verified by. */
export async function listening(server: Server, auth: { close(): Promise<void> }): Promise<Serving> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await Promise.all([new Promise((resolve) => server.close(resolve)), auth.close()]);
    },
  };
}
