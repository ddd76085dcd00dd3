import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** An address in front of a database server that can be led to another one, as a DNS name or a proxy is. */
export async function openName(databaseUrl) {
  let target = new URL(databaseUrl);
  const open = new Set();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      open.add(one);
      one.on('error', () => {}).on('close', () => open.delete(one) && other.destroy());
    }
    near.pipe(far).pipe(near);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const own = new URL(databaseUrl);
  own.port = String(server.address().port);
  return {
    url: own.href,
    leadTo: (url) => (target = new URL(url)),
    close: () => {
      server.close();
      open.forEach((socket) => socket.destroy());
    },
  };
}
