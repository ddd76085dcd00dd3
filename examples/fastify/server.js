import fastify from 'fastify';
import { latchkey } from '@latchkey/verifier/fastify';
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

// Fastify would take unknown members out in silence.
const app = fastify({ ajv: { customOptions: { removeAdditional: false } } });
const body = {
  type: 'object',
  properties: { monthlyMinor: { type: 'string', pattern: '^\\d{1,15}$' } },
  required: ['monthlyMinor'],
  additionalProperties: false,
};

app.register(auth.session());
app.get('/api/pension', { onRequest: auth.guard() }, ({ caller }) => pensions.read(caller));
app.put('/api/pension', { onRequest: auth.guard({ sensitive: true }), schema: { body } }, (request) =>
  pensions.write(request.caller, request.body),
);
app.get('/api/pension/clients', { onRequest: auth.guard({ roles: ['adviser'] }) }, () => pensions.all());
app.get('/health/live', () => ({ status: 'ok' }));
app.get('/health/ready', (request, reply) => {
  const { ok, problems } = auth.status();
  return reply.code(ok ? 200 : 503).send({ status: ok ? 'ok' : 'error', problems });
});

app.addHook('onClose', () => auth.close());
process.once('SIGTERM', () => app.close());
await app.listen({ port: Number(env.PORT ?? 3003), host: env.HOST ?? '127.0.0.1' });
