import fastify from 'fastify';
import { latchkey } from '@latchkey/verifier/fastify';
const { SSO_ISSUER: issuer, JWT_SECRET: secret, PUBLIC_URL: publicUrl, BANK_URL: bankUrl, PORT } = process.env;
const auth = await latchkey({ issuer, audience: 'pension', keys: { secret }, publicUrl, bankUrl });
const app = fastify();
app.register(auth.session());
app.get('/health/live', () => ({}));
app.get('/api/pension', { onRequest: auth.guard() }, ({ caller }) => ({ owner: caller.sub }));
await app.listen({ port: PORT });
