import express from 'express';
import jwt from 'jsonwebtoken';

const { JWT_SECRET, SSO_ISSUER, SSO_COOKIE_DOMAIN, PORT } = process.env;
const pensions = new Map();

function authenticate(req, res, next) {
  const [scheme, bearer] = (req.headers.authorization ?? '').split(' ');
  const cookies = Object.fromEntries((req.headers.cookie ?? '').split('; ').map((pair) => pair.split('=')));
  const token = scheme === 'Bearer' ? bearer : cookies['__Secure-latchkey'];
  if (!token) return res.status(401).json({ error: 'not logged in' });
  try {
    req.user = jwt.verify(token, JWT_SECRET, { issuer: SSO_ISSUER, audience: 'pension' });
    next();
  } catch (error) {
    res.status(401).json({ error: error.message });
  }
}

function requireRole(role) {
  return (req, res, next) =>
    req.user.roles?.includes(role) ? next() : res.status(403).json({ error: `role ${role} needed` });
}

const app = express();
app.use(express.json());
app.get('/health/live', (req, res) => res.json({ status: 'ok' }));
app.get('/api/me', authenticate, (req, res) => res.json(req.user));
app.get('/api/pension', authenticate, (req, res) =>
  res.json({ owner: req.user.sub, monthlyMinor: pensions.get(req.user.sub) ?? '0' }),
);
app.put('/api/pension', authenticate, (req, res) => {
  if (typeof req.body?.monthlyMinor !== 'string') return res.status(400).json({ error: 'monthlyMinor is missing' });
  pensions.set(req.user.sub, req.body.monthlyMinor);
  res.json({ owner: req.user.sub, monthlyMinor: req.body.monthlyMinor });
});
app.get('/api/pension/clients', authenticate, requireRole('adviser'), (req, res) => res.json([...pensions.keys()]));
app.post('/api/logout', authenticate, (req, res) =>
  res.clearCookie('__Secure-latchkey', { domain: SSO_COOKIE_DOMAIN, secure: true }).status(204).end(),
);
app.listen(PORT, '127.0.0.1');
