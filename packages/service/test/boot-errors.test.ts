import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { demoProcess } from './demo/demo-process.js';

test('a service with a wrong configuration prints every error and exits with 78', async () => {
  const process = demoProcess('main.ts', {
    PORT: 'x',
    PUBLIC_URL: undefined,
    OPS_TOKEN: 'hunter2',
    DATABASE_URL: 'hunter2',
  });
  expect(await process.exit).toBe(78);
  const output = process.output();
  expect(output).toContain('demo cannot start: its configuration has 4 error(s).');
  for (const name of ['PORT', 'PUBLIC_URL', 'OPS_TOKEN', 'DATABASE_URL'])
    expect(output).toMatch(new RegExp(`^  ${name} `, 'm'));
  expect(output).not.toContain('hunter2');
  expect(output).not.toContain('    at ');
});

test('--help prints the settings and starts nothing', async () => {
  const process = demoProcess('main.ts', { PORT: undefined }, ['--help']);
  expect(await process.exit).toBe(0);
  expect(process.output()).toContain('GREETING');
});

test('a taken port is a clear error', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const process = demoProcess('main.ts', { PORT: `${port}` });
  expect(await process.exit).toBe(1);
  expect(process.output()).toContain(`demo cannot start: port ${port} at 127.0.0.1 is taken. Set PORT to a free port.`);
  other.close();
});

test('a database that refuses the login is a clear error without the password', async () => {
  const url = new URL(globalThis.process.env.TEST_DATABASE_URL!);
  url.password = 'hunter2hunter2';
  const process = demoProcess('main.ts', { DATABASE_URL: url.href });
  expect(await process.exit).toBe(1);
  expect(process.output()).toContain('the database refuses the login');
  expect(process.output()).not.toContain('hunter2');
});
