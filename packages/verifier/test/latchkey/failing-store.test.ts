import { afterEach, describe, expect, test } from '@jest/globals';
import { StubBank, waitUntil } from '@latchkey/testing';
import { now, TEST_ISSUER, TEST_SECRET, token } from '@latchkey/testing/tokens';
import { latchkey, type LatchkeyOptions, type LatchkeyStatus } from '../../src/mounts/node.js';
import { MemoryStore, type Store } from '../../src/storage/stores.js';
import { serving, type Serving } from '../support/serving.js';

const bearer = (changes: object = {}): Record<string, string> => ({ authorization: `Bearer ${token({ ...changes })}` });
const old = (seconds: number): object => ({ iat: now() - seconds, auth_time: now() - seconds });

/** A store whose every call does the same instead, until it is mended. */
class BrokenStore implements Store {
  isMended = false;
  readonly #inner = new MemoryStore();
  constructor(
    private readonly instead: () => Promise<never>,
    private readonly mayWatch = false,
  ) {}
  read: Store['read'] = (kind, keys) => (this.isMended ? this.#inner.read(kind, keys) : this.instead());
  write: Store['write'] = (changes) => (this.isMended ? this.#inner.write(changes) : this.instead());
  claim: Store['claim'] = (kind, limit, lease) =>
    this.isMended ? this.#inner.claim(kind, limit, lease) : this.instead();
  watch: Store['watch'] = (listener) => {
    if (this.isMended || this.mayWatch) return this.#inner.watch(listener);
    throw new Error('no watching');
  };
  close: Store['close'] = () => this.#inner.close();
}

let service: Serving | undefined;
let bank: StubBank | undefined;
afterEach(async () => {
  await service?.close();
  await bank?.stop();
  [service, bank] = [undefined, undefined];
});

async function serve(store: Store): Promise<{ lines: string[]; status: () => LatchkeyStatus }> {
  bank = await new StubBank().start();
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const options: LatchkeyOptions = {
    issuer: TEST_ISSUER,
    audience: 'retirement',
    publicUrl: 'http://retirement.demo.localhost:3002',
    keys: { secret: TEST_SECRET },
    bankUrl: bank.url,
    store,
    log: { log: say, warn: say, error: say },
  };
  const auth = await latchkey(options);
  service = await serving(auth);
  return { lines, status: () => auth.status() };
}
const ask = async (path: string, headers: Record<string, string>, method = 'GET'): Promise<string> => {
  const response = await fetch(`${service!.url}${path}`, { method, headers });
  const { code } = (await response.json().catch(() => ({}))) as { code?: string };
  return `${response.status}${code === undefined ? '' : ` ${code}`}`;
};

describe.each<[string, () => Promise<never>, string]>([
  ['fails at every call', () => Promise.reject(new Error('disk full')), 'disk full'],
  ['throws what is no error', () => Promise.reject('disk full'), 'disk full'],
  [
    'throws before it has promised',
    () => {
      throw new Error('disk full');
    },
    'disk full',
  ],
])('a store that %s', (_, instead, words) => {
  test('is said at start and in the status; who reads is answered, who logs out is told to come again', async () => {
    const store = new BrokenStore(instead);
    const { lines, status } = await serve(store);
    await waitUntil(() => status().feed.fault === null);
    expect(lines.join('\n')).toContain(`the store fails: ${words}`);
    expect(status()).toMatchObject({ ok: true, store: { fault: words } });
    expect(status().problems.join('\n')).toContain(`the store fails: ${words}`);
    expect(await ask('/api/pension', bearer(old(600)))).toBe('200');
    // The feed lives, and memory holds what it tells.
    expect(await ask('/api/pension', bearer(old(100)), 'PUT')).toBe('200');
    const person = bearer({ sid: '7f1e1b0e-5b1c-4c5e-9d5a-0a3a3c7c9b1d' });
    bank!.feed.revoke('7f1e1b0e-5b1c-4c5e-9d5a-0a3a3c7c9b1d');
    await waitUntil(async () => (await ask('/api/pension', person)) === '401 session_ended');
    const other = bearer();
    expect(await ask('/api/logout', other, 'POST')).toBe('503 database_unavailable');
    expect(await ask('/api/pension', other)).toBe('200');
    expect(await ask('/internal/keys', { authorization: 'Bearer none' })).toBe('503 database_unavailable');
    expect(await ask('/api/services', {})).toBe('200');
    store.isMended = true;
    await waitUntil(() => status().store.fault === null);
    expect(await ask('/api/logout', other, 'POST')).toBe('204');
    expect(await ask('/api/pension', other)).toBe('401 session_ended');
  });
});

describe('a store that hangs', () => {
  test('holds up a start for a few seconds, and a logout, and nothing else', async () => {
    const begun = performance.now();
    const { lines, status } = await serve(new BrokenStore(() => new Promise(() => undefined), true));
    expect(performance.now() - begun).toBeLessThan(8_000);
    expect(lines.join('\n')).toContain('the store did not answer within 5 seconds');
    await waitUntil(() => status().problems.join('\n').includes('the store did not answer within 5 seconds'));
    expect(await ask('/api/pension', bearer(old(600)))).toBe('200');
    expect(await ask('/api/pension', bearer(), 'PUT')).toBe('200');
    const asked = performance.now();
    expect(await ask('/api/logout', bearer(), 'POST')).toBe('503 database_unavailable');
    expect(performance.now() - asked).toBeLessThan(8_000);
  });
});
