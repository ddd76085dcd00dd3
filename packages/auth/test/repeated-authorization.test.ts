import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApp, type AppUnderTest } from './support/app.js';
import { token } from '@latchkey/testing/tokens';

let stack: AppUnderTest;
let port: number;
beforeAll(async () => {
  stack = await startApp();
  await stack.app.listen(0, '127.0.0.1');
  port = (stack.app.getHttpServer().address() as AddressInfo).port;
});
afterAll(() => stack?.app.close());

function ask(headers: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    request(
      { port, host: '127.0.0.1', path: '/me', headers: ['Host', 'x', 'Connection', 'close', ...headers] },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => {
          const { code, reason } = JSON.parse(text) as { code?: string; reason?: string };
          resolve([answer.statusCode, code, reason].filter((word) => word !== undefined).join(' '));
        });
      },
    )
      .on('error', reject)
      .end();
  });
}

test('one Authorization header passes, in whatever case its name is written', async () => {
  for (const name of ['Authorization', 'authorization', 'AUTHORIZATION']) {
    expect(await ask([name, `Bearer ${token()}`])).toBe('200');
  }
});

test('several Authorization headers are refused, whichever of them is good, even if all are', async () => {
  const [good, bad] = [`Bearer ${token()}`, 'Bearer x'];
  for (const pair of [
    [good, bad],
    [bad, good],
    [good, good],
    [good, ''],
    ['', good],
    [good, 'Basic YTpi'],
  ]) {
    expect(await ask(['Authorization', pair[0]!, 'authorization', pair[1]!])).toBe(
      '401 token_invalid authorization_repeated',
    );
  }
});
