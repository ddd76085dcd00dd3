import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { StubBank, waitUntil } from '@latchkey/testing';
import { cookieToken, now, octJwk, TEST_ISSUER, TEST_SECRET, token } from '@latchkey/testing/tokens';
import { latchkey, type LatchkeyOptions, type LatchkeyStatus, type NodeLatchkey } from '../../src/mounts/node.js';
import { MemoryStore } from '../../src/storage/stores.js';
import { serving, type Serving } from '../support/serving.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

interface Running {
  readonly auth: NodeLatchkey;
  readonly service: Serving;
  readonly lines: string[];
  readonly status: () => LatchkeyStatus;
}
async function serve(changes: Partial<LatchkeyOptions>): Promise<Running> {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const auth = await latchkey({
    issuer: TEST_ISSUER,
    audience: 'retirement',
    keys: { secret: TEST_SECRET },
    publicUrl: 'http://retirement.demo.localhost:3002',
    bankUrl: 'http://127.0.0.1:9',
    log: { log: say, warn: say, error: say },
    ...changes,
  });
  const service = await serving(auth);
  cleanups.push(() => service.close());
  return { auth, service, lines, status: () => auth.status() };
}
async function stubBank(): Promise<StubBank> {
  const bank = await new StubBank().start();
  cleanups.push(() => bank.stop());
  return bank;
}
async function bankThat(respond: RequestListener): Promise<string> {
  const server: Server = createServer(respond);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const listing =
  (...ids: string[]): RequestListener =>
  ({ url }, response) => {
    const services = ids.map((id) => ({
      id,
      name: id,
      url: `http://${id}.demo.localhost:${id === 'bank' ? 3001 : 3002}`,
    }));
    if (url === '/.well-known/latchkey/services') response.end(JSON.stringify({ services }));
    else response.writeHead(404).end();
  };
async function ask({ service }: Running, changes: object, method = 'GET'): Promise<string> {
  const headers = { authorization: `Bearer ${token({ ...changes })}` };
  const response = await fetch(`${service.url}/api/pension`, { method, headers });
  const { code } = (await response.json()) as { code?: string };
  return code === undefined ? `${response.status}` : `${response.status} ${code}`;
}
const aged = (seconds: number): object => ({ iat: now() - seconds, auth_time: now() - seconds });
const told = ({ status }: Running, words: string): Promise<void> =>
  waitUntil(() => status().problems.some((line) => line.includes(words)));

describe('a bank that cannot be reached', () => {
  test('is named with its address and the option to look at; who reads is answered, who writes renews', async () => {
    const server = await bankThat(() => undefined);
    const running = await serve({ bankUrl: server.replace(/\d+$/, '1') });
    await told(running, 'the bank at http://127.0.0.1:1');
    expect(running.lines.join('\n')).toContain('the revocation feed is not followed: the bank at http://127.0.0.1:1');
    expect(running.status()).toMatchObject({ ok: true, feed: { age: null } });
    expect(running.status().problems.join('\n')).toContain('bankUrl: ');
    expect(await ask(running, aged(600))).toBe('200');
    expect(await ask(running, aged(600), 'PUT')).toBe('401 renew_required');
    expect(await ask(running, aged(20), 'POST')).toBe('401 renew_required');
    expect(await ask(running, {}, 'POST')).toBe('200');
  });

  test('that answers nothing holds no start up', async () => {
    const begun = performance.now();
    const running = await serve({ bankUrl: await bankThat(() => undefined) });
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(await ask(running, {})).toBe('200');
  });

  test('that has another issuer is told apart from one that is away', async () => {
    const bank = await stubBank();
    const running = await serve({
      bankUrl: bank.url,
      issuer: 'http://bank.other.demo.localhost:3001',
      cookieDomain: 'demo.localhost',
    });
    await told(running, 'issuer: is it the SSO_ISSUER of the bank at bankUrl?');
    expect(await ask(running, {})).toBe('401 token_invalid');
    await told(running, 'every authentic token that came names another issuer (iss)');
  });

  test('whose keys are others says so', async () => {
    const bank = await stubBank();
    const running = await serve({ bankUrl: bank.url, keys: { secret: 'hB5vT0xKc8Rm2Wd7Jq4Ln9Zs1Gf6Py3UaEiXoNtVbQw' } });
    await told(running, 'keys: are they those of this bank?');
  });
});

describe('a wrong audience', () => {
  test('shows in the list of services', async () => {
    const running = await serve({ audience: 'pensoin', bankUrl: await bankThat(listing('bank', 'retirement')) });
    await told(running, "the bank's list names no service pensoin");
    expect(running.status().problems.join('\n')).toContain('is it one of those listed (bank, retirement)?');
    expect(running.status().ok).toBe(true);
  });

  test('shows in tokens that name others, until one names this service', async () => {
    const running = await serve({ audience: 'pension' });
    expect(await ask(running, { aud: ['bank', 'retirement'] })).toBe('401 token_invalid');
    await told(running, 'every authentic token that came names other services (aud), not pension');
    expect(await ask(running, { aud: ['bank', 'pension'] })).toBe('200');
    expect(running.status().problems.join('\n')).not.toContain('(aud)');
  });

  test('does not show in tokens that are forged', async () => {
    const running = await serve({ audience: 'pension' });
    const headers = { authorization: `Bearer ${token({ aud: ['bank'] }).slice(0, -2)}AA` };
    await fetch(`${running.service.url}/api/pension`, { headers });
    expect(running.status().problems.join('\n')).not.toContain('(aud)');
  });
});

describe('a clock that is off', () => {
  test('ahead of the bank: said with the seconds, and nothing but sensitive routes ask for newer tokens', async () => {
    const bank = await stubBank();
    bank.feed.clockAhead = -50;
    const running = await serve({ bankUrl: bank.url });
    await told(running, " s ahead of the bank's. Have NTP set both clocks.");
    expect(await ask(running, aged(100))).toBe('200');
    expect(await ask(running, aged(100), 'PUT')).toBe('200');
  });

  test('behind the bank by half a minute: said, and everything goes on', async () => {
    const bank = await stubBank();
    bank.feed.clockAhead = 30;
    const running = await serve({ bankUrl: bank.url });
    await told(running, 'behind the bank');
    expect(await ask(running, { iat: now() + 30, auth_time: now() + 30 })).toBe('200');
  });

  test('behind the bank by minutes: said, and tokens are refused as from the future', async () => {
    const bank = await stubBank();
    bank.feed.clockAhead = 300;
    const running = await serve({ bankUrl: bank.url });
    await told(running, 'the bank signs more than 60 s ahead of the clock here');
    expect(await ask(running, { iat: now() + 300, auth_time: now() + 300 })).toBe('401 clock_skew');
  });
});

describe('a file of keys that breaks', () => {
  test('is said, and the old keys stay in use', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-keys-'));
    cleanups.push(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'keys.verify.json');
    writeFileSync(path, JSON.stringify({ keys: [octJwk(Buffer.from(TEST_SECRET), 'k1')] }));
    const running = await serve({ keys: { file: path } });
    writeFileSync(path, '');
    await told(running, 'the keys are not up to date, the old ones stay in use: is empty');
    expect(running.status()).toMatchObject({ ok: true, keys: { fault: 'is empty' } });
    expect(running.status().keys.thumbprints).toHaveLength(1);
  });
});

describe('a service that does not know its own address', () => {
  const cookie = async ({ service }: Running, headers: Record<string, string>): Promise<number> => {
    const all = { cookie: `__Secure-latchkey=${cookieToken()}`, ...headers };
    return (await fetch(`${service.url}/api/pension`, { method: 'PUT', headers: all })).status;
  };
  const document = ({ service }: Running): Promise<Response> =>
    fetch(`${service.url}/page`, { headers: { 'sec-fetch-dest': 'document' }, redirect: 'manual' });

  test('believes the browser alone, sends nobody to the bank, and says so', async () => {
    const running = await serve({ publicUrl: undefined });
    await told(running, 'the public address of this service is not known yet: publicUrl: ');
    expect(await cookie(running, { 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await cookie(running, { origin: 'http://retirement.demo.localhost:3002' })).toBe(403);
    expect(await cookie(running, { origin: '' })).toBe(403);
    const answer = await document(running);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  });

  test("learns it from the bank's list, and keeps it for a start without the bank", async () => {
    const store = new MemoryStore();
    const first = await serve({ publicUrl: undefined, store, bankUrl: await bankThat(listing('bank', 'retirement')) });
    await waitUntil(async () => (await cookie(first, { origin: 'http://retirement.demo.localhost:3002' })) === 200);
    const second = await serve({ publicUrl: undefined, store });
    expect(await cookie(second, { origin: 'http://retirement.demo.localhost:3002' })).toBe(200);
    expect((await document(second)).headers.get('location')).toBe(
      `${TEST_ISSUER}/renew?return_to=${encodeURIComponent('http://retirement.demo.localhost:3002/page')}`,
    );
    const services = (await (await fetch(`${second.service.url}/api/services`)).json()) as { services: object[] };
    expect(services.services).toHaveLength(2);
  });

  test('says when the list has another one than its options', async () => {
    const running = await serve({
      publicUrl: 'http://pension.demo.localhost:3002',
      bankUrl: await bankThat(listing('retirement')),
    });
    await told(running, 'people open this service at http://retirement.demo.localhost:3002 by the bank');
  });
});
