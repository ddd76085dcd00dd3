import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { latchkey } from '@latchkey/verifier/hono';
import { pensions } from './pensions.js';

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

const app = new Hono();
app.use(auth.session());
app.get('/api/pension', auth.guard(), (c) => c.json(pensions.read(c.get('caller'))));
app.put('/api/pension', auth.guard({ sensitive: true }), async (c) => {
  if (c.req.header('content-type')?.split(';')[0] !== 'application/json') return c.body(null, 415);
  const body = await c.req.json().catch(() => undefined);
  if (!pensions.isValid(body)) return c.json({ code: 'validation_failed' }, 422);
  return c.json(pensions.write(c.get('caller'), body));
});
app.get('/api/pension/clients', auth.guard({ roles: ['adviser'] }), (c) => c.json(pensions.all()));
app.get('/health/live', (c) => c.json({ status: 'ok' }));
app.get('/health/ready', (c) => {
  const { ok, problems } = auth.status();
  return c.json({ status: ok ? 'ok' : 'error', problems }, ok ? 200 : 503);
});

const server = serve({ fetch: app.fetch, port: Number(env.PORT ?? 3003), hostname: env.HOST ?? '127.0.0.1' });
process.once('SIGTERM', () => server.close(() => auth.close()));
