import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { entry, type ServiceId } from '../stack/paths.ts';
import type { Environment } from '../stack/process.ts';
import { Program } from '../stack/program.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { PASSWORD, register } from '../stack/test-user.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

let collector: Server;
let stack: Stack | undefined;
/** All that was exported, as it was. */
const exported: Buffer[] = [];
const has = (what: string | Buffer): boolean => Buffer.concat(exported).includes(what);

test.beforeAll(async () => {
  collector = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => exported.push(chunk)).on('end', () => response.end());
  });
  await once(collector.listen(0, '127.0.0.1'), 'listening');
});
test.afterAll(async () => {
  await stack?.stop();
  collector.close();
});

const traced = (service: ServiceId): Environment => ({
  NODE_OPTIONS: `--import=${entry(service, 'main').replace(/main\.js$/, 'tracing.js')}`,
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
  OTEL_BSP_SCHEDULE_DELAY: '100',
});

test('built services that load dist/tracing.js export spans of all five kinds, and no secret', async () => {
  stack = await startStack({ env: { bank: traced('bank'), retirement: traced('retirement') } });
  await register(stack, 'grace-of-traces');
  const program = await Program.logIn(stack, 'grace-of-traces');
  await program.renew();
  const headers: [string, string][] = [['traceparent', `00-${TRACE}-00f067aa0ba902b7-01`]];
  await program.ask(stack.retirement, { path: '/api/plan?secret-of-a-query=1' });
  const { status } = await program.ask(stack.retirement, { method: 'POST', path: '/api/logout', headers });
  expect(status).toBe(204);
  const names = [
    'POST /api/login',
    'password compare',
    'password hash',
    'GET /.well-known/latchkey/revocations',
    'POST /api/logout',
    'POST /api/logout/delivered',
    'UPDATE',
    'COMMIT',
  ];
  await expect.poll(() => names.filter((name) => !has(name))).toEqual([]);
  // The logout at retirement, and the bank's part of it.
  const lines = (): { path: string; span: string }[] =>
    stack!
      .output()
      .split('\n')
      .flatMap((line) => (line.includes(`"trace":"${TRACE}"`) ? [JSON.parse(line)] : []));
  const paths = (): string[] => lines().map(({ path }) => path);
  await expect.poll(() => paths().toSorted()).toEqual(['/api/logout', '/api/logout/delivered']);
  for (const { span } of lines()) await expect.poll(() => has(Buffer.from(span, 'hex'))).toBe(true);
  await stack.stop();
  for (const secret of [PASSWORD, program.access, program.refresh, 'grace-of-traces', 'secret-of-a-query'])
    expect(has(secret)).toBe(false);
});
