import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect, createServer as createTcp } from 'node:net';
import { test } from 'node:test';
import { holdOtherLoopback, requireFreePorts } from '../ports.mjs';

const listen = async (server, port, host, more = {}) => {
  const listening = once(server, 'listening');
  server.listen({ port, host, ...more });
  await listening;
  return server.address().port;
};
const close = (server) => new Promise((resolve) => server.close(resolve));
const probe = createTcp();
const hasOther = await listen(probe, 0, '::1').then(
  () => close(probe).then(() => true),
  () => false,
);
const skip = hasOther ? false : 'this machine has no [::1]';

async function freePort() {
  const server = createTcp();
  const port = await listen(server, 0, '127.0.0.1');
  await close(server);
  return port;
}

test('free ports are found free', async () => {
  await requireFreePorts({ BANK_PORT: await freePort() });
});

for (const host of ['127.0.0.1', '0.0.0.0', '::1', '::', 'only ::']) {
  test(
    `another program at ${host} is told of before an address is printed`,
    { skip: host.includes(':') && skip },
    async () => {
      const other = createTcp();
      const port = await listen(other, 0, host.replace('only ', ''), { ipv6Only: host.startsWith('only') });
      await assert.rejects(
        requireFreePorts({ BANK_PORT: port }),
        new RegExp(`Port ${port} is taken at .*set BANK_PORT`),
      );
      await close(other);
    },
  );
}

test(
  'what comes to [::1] is answered by the service at 127.0.0.1, and nobody else can take that port',
  { skip },
  async () => {
    const service = createServer((asked, answer) => asked.pipe(answer));
    const port = await listen(service, 0, '127.0.0.1');
    const held = await holdOtherLoopback({ BANK_PORT: port });
    const body = 'x'.repeat(3_000_000);
    const said = await new Promise((resolve, reject) => {
      const asked = request({ host: '::1', port, method: 'POST', agent: false }, async (answer) => {
        let text = '';
        for await (const chunk of answer) text += chunk;
        resolve(text);
      });
      asked.on('error', reject).end(body);
    });
    assert.equal(said, body);
    await assert.rejects(listen(createTcp(), port, '::1'), { code: 'EADDRINUSE' });
    service.closeAllConnections();
    await close(service);
    // The service has gone: who asks is hung up on, and the relay lives.
    const [hadError] = await once(
      connect({ port, host: '::1' }).on('error', () => undefined),
      'close',
    );
    assert.ok(typeof hadError === 'boolean');
    await held.close();
    const next = createTcp();
    await listen(next, port, '::1');
    await close(next);
  },
);
