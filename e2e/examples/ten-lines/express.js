import express from 'express';
import { latchkey } from '@latchkey/verifier/express';
const { SSO_ISSUER: issuer, JWT_SECRET: secret, PUBLIC_URL: publicUrl, BANK_URL: bankUrl, PORT } = process.env;
const auth = await latchkey({ issuer, audience: 'pension', keys: { secret }, publicUrl, bankUrl });
const app = express();
app.use(auth.session());
app.get('/health/live', (req, res) => res.end());
app.get('/api/pension', auth.guard(), (req, res) => res.json({ owner: req.caller.sub }));
app.listen(PORT);
