import express from 'express';
import { latchkey } from '@latchkey/verifier/express';
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

const app = express();
app.use(auth.session());
app.get('/api/pension', auth.guard(), (req, res) => res.json(pensions.read(req.caller)));
app.put('/api/pension', auth.guard({ sensitive: true }), express.json(), (req, res) => {
  if (!pensions.isValid(req.body)) return res.status(422).json({ code: 'validation_failed' });
  res.json(pensions.write(req.caller, req.body));
});
app.get('/api/pension/clients', auth.guard({ roles: ['adviser'] }), (req, res) => res.json(pensions.all()));
app.use(express.static('public'));
app.get('/health/live', (req, res) => res.json({ status: 'ok' }));
app.get('/health/ready', (req, res) => {
  const { ok, problems } = auth.status();
  res.status(ok ? 200 : 503).json({ status: ok ? 'ok' : 'error', problems });
});

const server = app.listen(Number(env.PORT ?? 3003), env.HOST ?? '127.0.0.1');
process.once('SIGTERM', () => server.close(() => auth.close()));
