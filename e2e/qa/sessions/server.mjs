// The design that single sign-on has to argue with: a login of its own, and the session in this process's memory.
import { randomBytes } from 'node:crypto';
import express from 'express';
import session from 'express-session';

const { PORT, NAME, USERNAME, PASSWORD } = process.env;

const app = express();
app.disable('x-powered-by');
app.use(express.urlencoded({ extended: false }));
// A secret of its own and a store of its own, as two independently deployed services have them.
app.use(session({ secret: randomBytes(32).toString('hex'), resave: false, saveUninitialized: false }));

const style = `body { font: 1.25rem/1.6 system-ui, sans-serif; margin: 12vh auto; max-width: 24rem; padding: 0 1rem }
input, button { font: inherit; display: block; width: 100%; padding: 0.5rem; box-sizing: border-box }`;

const page = (title, body) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<title>${title}</title><style>${style}</style><main><h1>${title}</h1>${body}</main></html>`;

const form = `<form method="post" action="/login">
<p><label>Username <input name="username" autocomplete="username"></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>
<p><button>Log in</button></p></form>`;

app.get('/health/ready', (_request, response) => response.json({ status: 'ok' }));

app.get('/', (request, response) => {
  if (request.session.username === undefined) return response.redirect('/login');
  return response.send(page(NAME, `<p>You are logged in as ${request.session.username}.</p>`));
});

app.get('/login', (_request, response) => response.send(page(`Log in at ${NAME}`, form)));

app.post('/login', (request, response) => {
  const { username, password } = request.body;
  if (username !== USERNAME || password !== PASSWORD) return response.status(401).send(page('No', form));
  return request.session.regenerate(() => {
    request.session.username = username;
    response.redirect('/');
  });
});

app.get('/api/me', (request, response) => {
  const { username } = request.session;
  if (username === undefined) return response.status(401).json({ code: 'not_logged_in' });
  return response.json({ username });
});

app.listen(Number(PORT), '127.0.0.1');
