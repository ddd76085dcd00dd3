import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { latchkey as expressLatchkey, type LatchkeyOptions } from '../../src/mounts/express.js';
import { latchkey as fastifyLatchkey } from '../../src/mounts/fastify.js';
import { latchkey as fetchLatchkey } from '../../src/mounts/fetch.js';
import { latchkey as honoLatchkey } from '../../src/mounts/hono.js';
import { latchkey as nodeLatchkey } from '../../src/mounts/node.js';
import { listening, type Serving } from './serving.js';

const ADVISERS = { roles: ['adviser'] };
const SENSITIVE = { sensitive: true };
const PAGE = { page: true };

/** The same service on every mount. */
export const mounts: Record<string, (options: LatchkeyOptions) => Promise<Serving>> = {
  node: async (options) => {
    const auth = await nodeLatchkey(options);
    const session = auth.session();
    const guards = new Map([
      ['GET /api/pension', auth.guard()],
      ['PUT /api/pension', auth.guard(SENSITIVE)],
      ['GET /api/clients', auth.guard(ADVISERS)],
      ['GET /page', auth.guard(PAGE)],
    ]);
    const server = createServer(async (request, response) => {
      if (await session(request, response)) return;
      const guard = guards.get(`${request.method} ${request.url}`);
      if (guard === undefined) return void response.writeHead(404).end();
      const caller = await guard(request, response);
      if (caller !== undefined) response.end(JSON.stringify({ owner: caller.sub }));
    });
    return listening(server, auth);
  },
  express: async (options) => {
    const auth = await expressLatchkey(options);
    const app = express();
    app.use(auth.session());
    app.get('/page', auth.guard(PAGE), (request, response) => void response.json({ owner: request.caller.sub }));
    // Below a router, which cuts the url.
    const api = express.Router();
    api.get('/pension', auth.guard(), (request, response) => void response.json({ owner: request.caller.sub }));
    api.put('/pension', auth.guard(SENSITIVE), (request, response) => {
      response.json({ owner: request.caller.sub });
    });
    api.get('/clients', auth.guard(ADVISERS), (request, response) => {
      response.json({ owner: request.caller.sub });
    });
    app.use('/api', api);
    return listening(createServer(app), auth);
  },
  fastify: async (options) => {
    const auth = await fastifyLatchkey(options);
    const app = fastify();
    app.register(auth.session());
    app.get('/api/pension', { preHandler: auth.guard() }, ({ caller }) => ({ owner: caller.sub }));
    app.put('/api/pension', { onRequest: auth.guard(SENSITIVE) }, ({ caller }) => ({ owner: caller.sub }));
    app.get('/api/clients', { preHandler: auth.guard(ADVISERS) }, ({ caller }) => ({ owner: caller.sub }));
    app.get('/page', { preHandler: auth.guard(PAGE) }, ({ caller }) => ({ owner: caller.sub }));
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}`,
      close: async () => {
        app.server.closeAllConnections();
        await Promise.all([app.close(), auth.close()]);
      },
    };
  },
  hono: async (options) => {
    const auth = await honoLatchkey(options);
    const app = new Hono();
    app.use(auth.session());
    app.get('/api/pension', auth.guard(), (context) => context.json({ owner: context.get('caller').sub }));
    app.put('/api/pension', auth.guard(SENSITIVE), (context) => context.json({ owner: context.get('caller').sub }));
    app.get('/api/clients', auth.guard(ADVISERS), (context) => context.json({ owner: context.get('caller').sub }));
    app.get('/page', auth.guard(PAGE), (context) => context.json({ owner: context.get('caller').sub }));
    return listening(createServer(getRequestListener(app.fetch)), auth);
  },
  fetch: async (options) => {
    const auth = await fetchLatchkey(options);
    const session = auth.session();
    const guards = new Map([
      ['GET /api/pension', auth.guard()],
      ['PUT /api/pension', auth.guard(SENSITIVE)],
      ['GET /api/clients', auth.guard(ADVISERS)],
      ['GET /page', auth.guard(PAGE)],
    ]);
    const respond = async (request: Request): Promise<Response> => {
      const answered = await session(request);
      if (answered !== undefined) return answered;
      const guard = guards.get(`${request.method} ${new URL(request.url).pathname}`);
      if (guard === undefined) return new Response(null, { status: 404 });
      const caller = await guard(request);
      if (caller instanceof Response) return caller;
      return Response.json({ owner: caller.sub }, { headers: { 'cache-control': 'no-store' } });
    };
    return listening(createServer(getRequestListener(respond)), auth);
  },
};
