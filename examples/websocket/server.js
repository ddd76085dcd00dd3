import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { latchkey } from '@latchkey/verifier/node';
import { pensions } from './pensions.js';
import { readJson } from './read-json.js';

const { env } = process;
const auth = await latchkey({
  issuer: env.SSO_ISSUER,
  audience: 'pension',
  keys: env.JWT_KEYS_FILE ? { file: env.JWT_KEYS_FILE } : { secret: env.JWT_SECRET },
  publicUrl: env.PUBLIC_URL,
  bankUrl: env.BANK_URL,
  opsToken: env.OPS_TOKEN,
  onDeleted: (sub) => pensions.remove(sub),
  log: console,
});

const session = auth.session();
const admits = {
  reader: auth.guard(),
  writer: auth.guard({ sensitive: true }),
  adviser: auth.guard({ roles: ['adviser'] }),
  socket: auth.upgrade(),
};
const send = (res, status, body) =>
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

// Every open socket, with the person whose pension it shows.
const sockets = new Map();
const routes = {
  'GET /api/pension': async (req, res) => {
    const caller = await admits.reader(req, res);
    if (caller) send(res, 200, pensions.read(caller));
  },
  'PUT /api/pension': async (req, res) => {
    const caller = await admits.writer(req, res);
    if (!caller) return;
    const body = await readJson(req);
    if (!pensions.isValid(body)) return send(res, 422, { code: 'validation_failed' });
    const pension = pensions.write(caller, body);
    for (const [socket, sub] of sockets) if (sub === caller.sub) socket.send(JSON.stringify(pension));
    send(res, 200, pension);
  },
  'GET /api/pension/clients': async (req, res) => {
    if (await admits.adviser(req, res)) send(res, 200, pensions.all());
  },
  'GET /health/live': (req, res) => send(res, 200, { status: 'ok' }),
  'GET /health/ready': (req, res) => {
    const { ok, problems } = auth.status();
    send(res, ok ? 200 : 503, { status: ok ? 'ok' : 'error', problems });
  },
};

const server = createServer(async (req, res) => {
  if (await session(req, res)) return;
  const method = req.method === 'HEAD' ? 'GET' : req.method;
  const route = routes[`${method} ${req.url.split('?')[0]}`];
  if (route) await route(req, res);
  else send(res, 404, { code: 'not_found' });
});

const wss = new WebSocketServer({ noServer: true });
server.on('upgrade', async (req, socket, head) => {
  const caller = await admits.socket(req, socket);
  if (!caller) return;
  wss.handleUpgrade(req, socket, head, (ws) => {
    sockets.set(ws, caller.sub);
    ws.on('close', () => sockets.delete(ws));
    auth.closeSocketOnEnd(ws, caller);
    ws.send(JSON.stringify(pensions.read(caller)));
  });
});

server.listen(Number(env.PORT ?? 3003), env.HOST ?? '127.0.0.1');
process.once('SIGTERM', () => {
  for (const ws of sockets.keys()) ws.close(1001);
  server.close(() => auth.close());
});
