import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { randomBytes } from 'node:crypto';

/** Where the proxy serves what is behind it. */
export const BELOW = '/pension';

type Headers = NodeJS.Dict<string | string[]>;

/** A proxy in front of a service, with the habits of other servers and frameworks. Nothing of it breaks the contract. */
export function openProxy(port: number, behind: number): Promise<Server> {
  const server = createServer({ maxHeaderSize: 8_192 }, (request, response) => {
    if (isStopped(request, port))
      return void response.writeHead(400, { 'content-type': 'text/html' }).end('Bad Request');
    if (request.method === 'OPTIONS') return void response.writeHead(501).end();
    const { method, rawHeaders, url = '/' } = request;
    const path = url.slice(BELOW.length);
    const onward = ask({ host: '127.0.0.1', port: behind, method, path, headers: rawHeaders }, (answer) => {
      void redress(answer, response, { isHead: method === 'HEAD', isGet: method === 'GET', path });
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

function isStopped({ headers, rawHeaders, url }: IncomingMessage, port: number): boolean {
  const count = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization').length;
  return count > 1 || headers.host !== `127.0.0.1:${port}` || url?.startsWith(`${BELOW}/`) !== true;
}

interface Asked {
  readonly isHead: boolean;
  readonly isGet: boolean;
  readonly path: string;
}

async function redress(answer: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> {
  const { statusCode: status = 500, headers } = answer;
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  const body = Buffer.concat(pieces).toString();
  if (asked.path === '/health/live') return void response.writeHead(204).end();
  // Pages that find their way by themselves are served at every address that nobody has.
  if (status === 404 && asked.isGet)
    return void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
  const isProblem = headers['content-type']?.startsWith('application/problem+json') === true;
  response.writeHead(status, { ...headersOf(headers), ...(isProblem && TYPE) });
  if (asked.isHead || body === '') return void response.end();
  // In two chunks.
  const text = isProblem ? problemOf(body, asked.path) : body;
  response.write(text.slice(0, 10));
  response.end(text.slice(10));
}

const TYPE = { 'content-type': 'application/problem+json;charset=UTF-8' };
const CLEARED = '__Secure-latchkey=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/; domain=demo.localhost; secure';

function headersOf({ 'www-authenticate': challenge, ...headers }: Headers): Headers {
  const blames = String(challenge).includes('error');
  const own = blames
    ? 'bearer error="invalid_token", error_description="Not good", realm="pension"'
    : 'Bearer realm="pension", charset="UTF-8"';
  return {
    'cache-control': headers['cache-control'] === undefined ? undefined : 'no-cache, No-Store',
    server: 'zod/1 (fastify, Express) at /usr/app/dist',
    ...(headers['content-type'] !== undefined && { 'content-type': headers['content-type'] }),
    ...(challenge !== undefined && { 'www-authenticate': own }),
    ...(headers['set-cookie'] !== undefined && { 'set-cookie': CLEARED }),
  };
}

function problemOf(body: string, path: string): string {
  const problem = JSON.parse(body) as object;
  const more = { requestId: randomBytes(18).toString('base64'), instance: path, timestamp: new Date().toISOString() };
  return JSON.stringify({ ...problem, ...more, type: 'https://pension.example/app/problems' }, undefined, 2);
}
