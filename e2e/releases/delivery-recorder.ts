import { createServer, request } from 'node:http';
import { freePort } from '../stack/free-port.ts';

/** What a service told the bank, as it was sent. */
export interface Delivery {
  readonly path: string;
  readonly body: unknown;
}

/** Stands between a service and the bank, and keeps the logouts that go through. */
export interface DeliveryRecorder {
  readonly url: string;
  readonly deliveries: readonly Delivery[];
  stop(): Promise<void>;
}

export async function recordDeliveries(bankPort: number): Promise<DeliveryRecorder> {
  const port = await freePort();
  const deliveries: Delivery[] = [];
  const server = createServer((incoming, outgoing) => {
    const { url: path = '/', method = 'GET', headers } = incoming;
    const passed = request({ host: '127.0.0.1', port: bankPort, method, path, headers });
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    passed.on('response', (answer) => {
      if (method === 'POST' && answer.statusCode === 204)
        deliveries.push({ path, body: JSON.parse(Buffer.concat(chunks).toString()) });
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    deliveries,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
