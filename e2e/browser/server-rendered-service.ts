import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { keyOfSecret } from '@latchkey/conformance';
import { ProblemError, type Facts } from '../conformance/reference-service/checks.ts';
import { requireInTime } from '../conformance/reference-service/token.ts';
import { callerOf } from '../conformance/reference-service/transport.ts';
import { publicUrl } from '../stack/environment.ts';
import { freePort } from '../stack/free-port.ts';
import type { Stack } from '../stack/stack.ts';

/** A service as somebody else would write it, which answers with pages of its own instead of a site. */
export interface ServerRenderedService {
  readonly url: string;
  readonly port: number;
  readonly host: string;
  /** Whether it takes any login at all. */
  accepts: boolean;
  readonly stop: () => Promise<void>;
}

/** Starts it as the pension service of a stack: the bank is told of it, and started again for that. */
export async function startServerRendered(stack: Stack): Promise<ServerRenderedService> {
  const port = await freePort();
  const url = publicUrl('pension', port);
  const before = readFileSync(stack.registry, 'utf8');
  const tell = async (services: string): Promise<void> => {
    writeFileSync(stack.registry, services);
    for (const replica of stack.bank.replicas) {
      await replica.stop();
      await replica.start();
    }
  };
  const key = keyOfSecret(stack.secret);
  const facts = {
    ...{ id: 'pension', origin: url, issuer: stack.bank.url, tokenTtl: 900 },
    keys: new Map([[key.kid, { alg: key.alg, material: Buffer.from(stack.secret) }]]),
    has: () => true,
  } as unknown as Facts;
  const server = createServer((request, response) => answer(request, response));
  const service = { url, port, host: new URL(url).host, accepts: true, stop };

  function answer(request: IncomingMessage, response: ServerResponse): void {
    // Browsers ask for it by themselves.
    if (request.url === '/favicon.ico') return void response.writeHead(204).end();
    try {
      if (!service.accepts) throw new ProblemError(401, 'token_invalid');
      const { claims } = callerOf(request, facts);
      requireInTime(claims, facts);
      response.writeHead(200, { 'content-type': 'text/html', 'cache-control': 'no-store' });
      response.end(`<!doctype html><html lang="en"><title>Pension</title><h1>Your pension</h1><p>${claims.sub}</p>`);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const back = encodeURIComponent(url + (request.url ?? '/'));
      response.writeHead(302, { location: `${facts.issuer}/renew?return_to=${back}`, 'cache-control': 'no-store' });
      response.end();
    }
  }

  async function stop(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await tell(before);
  }

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await tell(JSON.stringify([...(JSON.parse(before) as object[]), { id: 'pension', name: 'Pension', url }]));
  return service;
}
