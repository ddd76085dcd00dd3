// The floor: node:http and one HMAC per request, nothing else. What a token costs when nothing is asked of it but its signature and its time.
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const key = createSecretKey(Buffer.from(process.env.JWT_SECRET, 'utf8'));

function callerOf(token) {
  const dot = token.lastIndexOf('.');
  const expected = createHmac('sha256', key).update(token.slice(0, dot)).digest();
  const given = Buffer.from(token.slice(dot + 1), 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const claims = JSON.parse(Buffer.from(token.slice(token.indexOf('.') + 1, dot), 'base64url').toString('utf8'));
  return claims.exp > Date.now() / 1000 ? claims : undefined;
}

const server = createServer((request, response) => {
  if (request.url === '/health/ready') return response.end();
  const header = request.headers.authorization;
  const claims = request.url === '/api/me' && header?.startsWith('Bearer ') ? callerOf(header.slice(7)) : undefined;
  if (!claims) {
    response.statusCode = 401;
    return response.end();
  }
  const { sub, preferred_username: username, roles = [], sid, auth_time, iat, exp } = claims;
  const body = JSON.stringify({ sub, username, roles, sid, auth_time, iat, exp });
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(body));
  return response.end(body);
});
server.listen(Number(process.env.PORT), '127.0.0.1');
