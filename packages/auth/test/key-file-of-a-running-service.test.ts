import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { startApp } from './support/app.js';
import { HEADER, hs256, octJwk, token } from '@latchkey/testing/tokens';

const [one, two] = [randomBytes(32), randomBytes(32)];
const tokenTwo = (): string => token({}, { ...HEADER, kid: 'k2' }, hs256(two));

let folder: string;
let path: string;
beforeEach(() => {
  Logger.overrideLogger(false);
  folder = mkdtempSync(join(tmpdir(), 'latchkey-keys-'));
  path = join(folder, 'keys.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const setOf = (...keys: object[]): string => JSON.stringify({ keys });
const write = (text: string): void => writeFileSync(path, text);

test('a running service takes a new file by itself, and shows a broken one to operators while it stays ready', async () => {
  write(setOf(octJwk(one, 'k1')));
  const stack = await startApp({ JWT_SECRET: undefined, JWT_KEYS_FILE: path });
  const me = (text: string): Promise<string> => stack.ask({ headers: { authorization: `Bearer ${text}` } });
  const until = async (done: () => Promise<boolean>): Promise<void> => {
    for (let i = 0; i < 1_200 && !(await done()); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  try {
    expect(await me(tokenTwo())).toBe('401 token_invalid unknown_kid');
    write(setOf(octJwk(one, 'k1'), octJwk(two, 'k2')));
    await until(async () => (await me(tokenTwo())).startsWith('200'));
    expect(await me(tokenTwo())).toMatch(/^200/);
    write('{');
    await until(async () => (await stack.metrics.text()).includes('\nlatchkey_keys_file_broken 1\n'));
    const { status, checks } = await stack.readiness.report();
    expect(status).toBe('ready');
    expect(checks['keys']?.detail).toEqual({ kids: ['k1', 'k2'], fault: 'is not JSON' });
    expect(await stack.metrics.text()).toContain('latchkey_key_in_use{kid="k2",alg="HS256"} 1');
    expect(await me(tokenTwo())).toMatch(/^200/);
  } finally {
    await stack.app.close();
  }
});
