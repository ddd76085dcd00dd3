import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { unresponsiveAmong } from '../../harness/unresponsive.js';

test('of services only those are named that hang or are gone', async () => {
  const server = createServer((request, response) => {
    if (request.headers.host === 'well') response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const at = (host: string, where = port) => ({ host, port: where, url: `http://${host}.localhost:${where}` });
  const told = await unresponsiveAmong({ bank: at('well'), retirement: at('stuck'), other: at('gone', 1) }, 3_000);
  server.closeAllConnections();
  server.close();
  expect(told).toEqual([
    `retirement at http://stuck.localhost:${port} does not answer: look there first.`,
    'other at http://gone.localhost:1 does not answer: look there first.',
  ]);
});
