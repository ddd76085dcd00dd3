import { createHmac } from 'node:crypto';
import type { ServerProcess } from './server-process.ts';
import { mintTokens, type TokenSettings } from './tokens.ts';

const get = (server: ServerProcess, token: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${server.port}/api/me`, { headers: { authorization: `Bearer ${token}` } });

/** Throws unless all servers give the same answer to a good token and 401 to a forged one. */
export async function requireSameWork(servers: readonly ServerProcess[], settings: TokenSettings): Promise<number> {
  const [good] = mintTokens(settings, 1) as [string];
  const [header, payload] = good.split('.') as [string, string];
  const forged = `${header}.${payload}.${createHmac('sha256', 'another secret').update(`${header}.${payload}`).digest('base64url')}`;
  const sizes = new Set<number>();
  for (const server of servers) {
    const answer = await get(server, good);
    const body = await answer.text();
    if (answer.status !== 200) throw new Error(`${server.name} answers ${answer.status} to a good token: ${body}`);
    sizes.add(Buffer.byteLength(body));
    const refusal = await get(server, forged);
    await refusal.arrayBuffer();
    if (refusal.status !== 401) throw new Error(`${server.name} answers ${refusal.status} to a forged token`);
  }
  if (sizes.size !== 1) throw new Error(`the answers differ in size: ${[...sizes].join(', ')} bytes`);
  return [...sizes][0]!;
}
