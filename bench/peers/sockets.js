// The product as it is installed, on node:http: streams of the session, and WebSockets that close with it.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const { JWT_SECRET, PORT, LATCHKEY_ENTRY, SSO_ISSUER, BANK_URL, PUBLIC_URL } = process.env;
const { latchkey } = await import(LATCHKEY_ENTRY);
const auth = await latchkey({
  issuer: SSO_ISSUER,
  audience: 'retirement',
  keys: { secret: JWT_SECRET },
  publicUrl: PUBLIC_URL,
  bankUrl: BANK_URL,
});
const session = auth.session();
const server = createServer(async (request, response) => {
  if (request.url === '/health/ready') return response.end();
  if (!(await session(request, response))) response.writeHead(404).end();
});
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const upgrade = auth.upgrade();
server.on('upgrade', async (request, socket, head) => {
  const caller = await upgrade(request, socket);
  if (!caller) return;
  sockets.handleUpgrade(request, socket, head, (opened) => {
    auth.closeSocketOnEnd(opened, caller);
    opened.send('open');
  });
});
server.listen({ port: Number(PORT), host: '127.0.0.1', backlog: 4096 });
