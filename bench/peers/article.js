// The design that many articles teach: express, jsonwebtoken with a shared string, bcryptjs on the main thread.
// With ARTICLE_KEY=object the secret is given as a KeyObject instead: the one line that makes it several times faster.
import { createSecretKey, randomUUID } from 'node:crypto';
import bcrypt from 'bcryptjs';
import express from 'express';
import jwt from 'jsonwebtoken';

const text = process.env.JWT_SECRET;
const secret = process.env.ARTICLE_KEY === 'object' ? createSecretKey(Buffer.from(text, 'utf8')) : text;
const cost = Number(process.env.PASSWORD_COST ?? 12);
const users = new Map();

const app = express();
app.use(express.json());

const authenticate = (request, response, next) => {
  const token = request.headers.authorization?.split(' ')[1];
  if (!token) return response.status(401).json({ message: 'Unauthorized' });
  try {
    response.locals.claims = jwt.verify(token, secret);
    return next();
  } catch {
    return response.status(401).json({ message: 'Unauthorized' });
  }
};

app.get('/health/ready', (_request, response) => response.json({ status: 'ok' }));

app.get('/api/me', authenticate, (_request, response) => {
  const { sub, preferred_username: username, roles = [], sid, auth_time, iat, exp } = response.locals.claims;
  response.json({ sub, username, roles, sid, auth_time, iat, exp });
});

app.post('/api/register', async (request, response) => {
  const { username, password } = request.body;
  const user = { id: randomUUID(), username, hash: await bcrypt.hash(password, cost) };
  users.set(username, user);
  response.status(201).json({ id: user.id, username });
});

app.post('/api/login', async (request, response) => {
  const { username, password } = request.body;
  const user = users.get(username);
  if (!user || !(await bcrypt.compare(password, user.hash))) {
    return response.status(401).json({ message: 'Invalid username/password' });
  }
  const claims = { preferred_username: user.username, sid: randomUUID(), auth_time: Math.floor(Date.now() / 1000) };
  const access_token = jwt.sign(claims, secret, { subject: user.id, expiresIn: 900 });
  return response.json({ access_token, token_type: 'Bearer', expires_in: 900 });
});

app.listen(Number(process.env.PORT), '127.0.0.1');
