import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ecJwk, ecPair, es256, octJwk, TEST_ISSUER, token } from '@latchkey/testing/tokens';
import { waitUntil } from '@latchkey/testing';
import { latchkey, type LatchkeyStatus } from '../../src/mounts/node.js';
import { BankKeysClient } from '../../src/keys/bank-keys.client.js';
import { BankKeys } from '../../src/keys/bank-keys.js';
import { MemoryStore } from '../../src/storage/stores.js';
import { mounts } from '../support/mounted.js';
import type { Serving } from '../support/serving.js';

const pairs = { e1: ecPair(), e2: ecPair() };
const published = (...kids: (keyof typeof pairs)[]): object => ({
  keys: kids.map((kid) => ecJwk(pairs[kid].publicKey, kid, { alg: 'ES256', use: 'sig' })),
});
const signedBy = (kid: keyof typeof pairs): string =>
  token({}, { alg: 'ES256', kid, typ: 'at+jwt' }, es256(pairs[kid].privateKey));

let respond: RequestListener;
let asked: (string | undefined)[];
let server: Server;
let address: URL;
const answer = (content: unknown, headers: Record<string, string> = {}): RequestListener => {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return (_, response) => void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(text);
};
beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.headers['if-none-match']);
    respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`);
});

let stored: unknown;
let keys: BankKeys | undefined;
let service: Serving | undefined;
afterEach(async () => {
  keys?.stop();
  await service?.close();
  [keys, service, stored] = [undefined, undefined, undefined];
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Follows the address with pauses that a test bears. */
async function follow(): Promise<BankKeys> {
  const store = { load: async () => stored, save: async (set: object) => void (stored = set) };
  const target = { who: 'the address of the keys', url: address, setting: 'keys.jwks' };
  keys = new BankKeys({ client: new BankKeysClient(address), store, target, everyMs: 20 });
  await keys.start();
  return keys;
}
const kids = (): string[] => keys!.ring.all().map(({ kid }) => kid);

describe('keys that the bank publishes', () => {
  test('a new one is taken, one that is withdrawn goes, and an answer that is the same is not sent again', async () => {
    respond = answer(published('e1'), { etag: '"1"' });
    await follow();
    await waitUntil(() => kids().join() === 'e1');
    await waitUntil(() => asked.includes('"1"'));
    respond = (_, response) => void response.writeHead(304).end();
    const count = asked.length;
    await waitUntil(() => asked.length > count + 2);
    expect([kids(), keys!.fault]).toEqual([['e1'], undefined]);
    respond = answer(published('e1', 'e2'));
    await waitUntil(() => kids().join() === 'e1,e2');
    respond = answer(published('e2'));
    await waitUntil(() => kids().join() === 'e2');
    expect(stored).toMatchObject(published('e2'));
  });

  test('a symmetric key, a private one and what is none are left out, and it is said', async () => {
    const privately = ecJwk(pairs.e2.privateKey, 'e2', { alg: 'ES256' });
    const all = [octJwk(Buffer.alloc(32, 7), 'o1'), privately, { kty: 'RSA' }, 7];
    respond = answer({ keys: [...all, ...(published('e1') as { keys: object[] }).keys] });
    await follow();
    await waitUntil(() => kids().join() === 'e1');
    expect(keys!.fault).toBe(
      'not used of the published keys: key 1 is not an ES256 key with kid and alg; key 2 shows its private part; ' +
        'key 3 is not an ES256 key with kid and alg; key 4 is not an ES256 key with kid and alg',
    );
  });

  test.each<[string, RequestListener, string]>([
    ['a web page', answer('<html>', { 'content-type': 'text/html' }), 'answered with a web page'],
    ['another status', (_, response) => void response.writeHead(404).end(), 'answered with status 404'],
    [
      'a redirect',
      (_, response) => void response.writeHead(302, { location: '/' }).end(),
      'sends us elsewhere by a redirect',
    ],
    ['what is not JSON', answer('{'), 'is not JSON'],
    ['an empty answer', answer(''), 'is empty'],
    ['JSON that is no set', answer({ keys: {} }), 'is not a JWK Set'],
    [
      'two keys of one kid',
      answer({
        keys: [ecJwk(pairs.e1.publicKey, 'e1', { alg: 'ES256' }), ecJwk(pairs.e2.publicKey, 'e1', { alg: 'ES256' })],
      }),
      'has two keys with kid e1',
    ],
    [
      'a point off the curve',
      answer({ keys: [{ ...ecJwk(pairs.e1.publicKey, 'e1', { alg: 'ES256' }), x: 'A'.repeat(43) }] }),
      'make no P-256 key',
    ],
    ['keys of another kind alone', answer({ keys: [octJwk(Buffer.alloc(32, 7), 'o1')] }), 'holds no ES256 key'],
    [
      'an answer without end',
      (_, response) => void response.writeHead(200).write('x'.repeat(100_000)),
      'is longer than 65536 bytes',
    ],
    ['a connection that breaks', (_, response) => void response.socket?.destroy(), 'keys.jwks: '],
  ])('%s changes nothing, and it is said', async (_, instead, words) => {
    respond = answer(published('e1'));
    await follow();
    await waitUntil(() => kids().join() === 'e1');
    respond = instead;
    await waitUntil(() => keys!.fault !== undefined);
    expect(keys!.fault).toContain(words);
    expect(kids()).toEqual(['e1']);
    expect(stored).toMatchObject(published('e1'));
  });

  test('an empty set withdraws every key, but only when it is said twice', async () => {
    respond = answer(published('e1'), { etag: '"1"' });
    await follow();
    await waitUntil(() => kids().join() === 'e1');
    let [empties, withdrawals] = [0, 0];
    keys!.ring.onReplaced(() => (withdrawals += keys!.ring.isEmpty ? 1 : 0));
    const [full, empty] = [respond, answer({ keys: [] }, { etag: '"0"' })];
    respond = (request, response) => (empties++ === 0 ? empty : full)(request, response);
    await waitUntil(() => empties > 3);
    expect([kids(), withdrawals]).toEqual([['e1'], 0]);
    respond = empty;
    await waitUntil(() => kids().length === 0);
    expect(stored).toEqual({ keys: [] });
  });

  test('a start without the bank has what was stored, if it is good', async () => {
    respond = (_, response) => void response.socket?.destroy();
    stored = published('e1');
    await follow();
    expect(kids()).toEqual(['e1']);
    keys!.stop();
    stored = { keys: [{ kty: 'oct' }] };
    await follow();
    expect(kids()).toEqual([]);
  });
});

describe('a service whose keys are published', () => {
  const options = (store = new MemoryStore()): Parameters<typeof latchkey>[0] => ({
    issuer: TEST_ISSUER,
    audience: 'retirement',
    publicUrl: 'http://retirement.demo.localhost:3002',
    bankUrl: 'http://127.0.0.1:9',
    keys: { jwks: address.href },
    store,
    log: { log: () => undefined, warn: () => undefined, error: () => undefined },
  });
  const ask = async (text?: string): Promise<[number, string | null]> => {
    const headers = { ...(text && { authorization: `Bearer ${text}` }) };
    const response = await fetch(`${service!.url}/api/pension`, { headers });
    await response.text();
    return [response.status, response.headers.get('retry-after')];
  };

  test('turns tokens away for now while it has none, and starts all the same though the address hangs', async () => {
    respond = () => undefined;
    service = await mounts['node']!(options());
    expect(await ask(signedBy('e1'))).toEqual([503, '2']);
    expect(await ask()).toEqual([401, null]);
    const cookie = `__Secure-latchkey=${signedBy('e1')}; __Secure-latchkey=${signedBy('e2')}`;
    const several = await fetch(`${service.url}/api/pension`, { headers: { cookie } });
    expect([several.status, ((await several.json()) as { code: string }).code]).toEqual([503, 'keys_unavailable']);
  });

  test('says so in its status, and is well as soon as it has them', async () => {
    respond = (_, response) => void response.writeHead(500).end();
    const auth = await latchkey(options());
    const status = (): LatchkeyStatus => auth.status();
    await waitUntil(() => status().problems[0]?.includes('answered with status 500') === true);
    expect(status().ok).toBe(false);
    expect(status().problems[0]).toMatch(
      /^there are no keys, and every token is turned away \(keys_unavailable\): the address/,
    );
    respond = answer(published('e1'));
    await waitUntil(() => status().ok);
    expect(status().keys.thumbprints).toHaveLength(1);
    await auth.close();
  });

  test('verifies by them, and after a start without the bank by those of its store', async () => {
    const store = new MemoryStore();
    respond = answer(published('e1'));
    service = await mounts['node']!(options(store));
    await waitUntil(async () => (await ask(signedBy('e1')))[0] === 200);
    expect(await ask(signedBy('e2'))).toEqual([401, null]);
    await service.close();
    respond = (_, response) => void response.socket?.destroy();
    service = await mounts['node']!(options(store));
    expect(await ask(signedBy('e1'))).toEqual([200, null]);
  });
});
