import { createServer } from 'node:http';
import { latchkey } from '@latchkey/verifier/node';
const { SSO_ISSUER: issuer, JWT_SECRET: secret, PUBLIC_URL: publicUrl, BANK_URL: bankUrl, PORT } = process.env;
const auth = await latchkey({ issuer, audience: 'pension', keys: { secret }, publicUrl, bankUrl });
createServer(async (req, res) => {
  if (await auth.session()(req, res)) return;
  if (!req.url.startsWith('/api/pension')) return res.writeHead(req.url === '/health/live' ? 200 : 404).end();
  const caller = await auth.guard()(req, res);
  if (caller) res.end(JSON.stringify({ owner: caller.sub }));
}).listen(PORT);
