import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TEST_ISSUER, TEST_SECRET, token } from '@latchkey/testing/tokens';
import { waitUntil } from '@latchkey/testing';
import { BankKeysClient } from '../src/keys/bank-keys.client.js';
import { latchkey } from '../src/mounts/node.js';
import { passableState, readTraceParent } from '../src/trace/trace-context.rules.js';
import { childOf, newTrace, traceHeaders, traceOf } from '../src/trace/trace.js';
import { serving, type Serving } from './support/serving.js';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const GOOD = `00-${ID}-${SPAN}-01`;
const [NO_ID, NO_SPAN] = ['0'.repeat(32), '0'.repeat(16)];

describe('a traceparent', () => {
  test.each([
    ['as it is written today', GOOD, 1],
    ['that nobody keeps', `00-${ID}-${SPAN}-00`, 0],
    ['with a random id', `00-${ID}-${SPAN}-03`, 3],
    ['with flags that nobody knows', `00-${ID}-${SPAN}-f9`, 1],
    ['of a later version', `01-${ID}-${SPAN}-01`, 1],
    ['of a later version, which says more', `cc-${ID}-${SPAN}-01-what.the-future-brings`, 1],
  ])('%s counts', (_what, text, flags) => {
    expect(readTraceParent(text)).toEqual({ id: ID, span: SPAN, flags });
  });

  test.each([
    ['empty', ''],
    ['of no version', `ff-${ID}-${SPAN}-01`],
    ['in capitals', GOOD.toUpperCase()],
    ['of nothing', `00-${NO_ID}-${SPAN}-01`],
    ['of no span', `00-${ID}-${NO_SPAN}-01`],
    ['that is too short', `00-${ID.slice(1)}-${SPAN}-01`],
    ['that is cut', GOOD.slice(0, -1)],
    ['that goes on', `${GOOD}-00`],
    ['that goes on without a dash', `01-${ID}-${SPAN}-0100`],
    ['with a blank before', ` ${GOOD}`],
    ['with a blank after', `${GOOD} `],
    ['with a line end', `${GOOD}\n`],
    ['with other digits', GOOD.replace('4b', '4g')],
    ['with other dashes', GOOD.replaceAll('-', '_')],
    ['that was sent twice', `${GOOD}, ${GOOD}`],
    ['that was sent twice, of a later version', `01${GOOD.slice(2)}, 01${GOOD.slice(2)}`],
    ['that is very long', '0'.repeat(15_000)],
  ])('%s does not', (_what, text) => {
    expect(readTraceParent(text)).toBeUndefined();
    expect(traceOf({ traceparent: text }).parent).toBeUndefined();
  });
});

describe('a tracestate', () => {
  test.each([
    ['rojo=00f067aa0ba902b7,congo=t61rcWkgMzE', 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE'],
    [' a=1 ,\t, b@c=2 3\t', 'a=1,b@c=2 3'],
    [`a=${'1'.repeat(256)}`, `a=${'1'.repeat(256)}`],
  ])('%j is passed on', (text, passed) => expect(passableState(text)).toBe(passed));

  test.each([
    [''],
    [','],
    ['a'],
    ['=1'],
    ['a='],
    ['A=1'],
    ['a b=1'],
    ['a=1=2'],
    ['a=é'],
    ['a=1\r\nx-evil: 1'],
    ['a=1,a=2'],
    [`a=${'1'.repeat(257)}`],
    [Array.from({ length: 33 }, (_, at) => `k${at}=1`).join(',')],
    [`a=${'1'.repeat(250)},b=${'1'.repeat(250)},c=${'1'.repeat(10)}`],
  ])('%j is dropped', (text) => expect(passableState(text)).toBeUndefined());

  test('that is bad leaves the trace as it is', () => {
    const trace = traceOf({ traceparent: GOOD, tracestate: 'a=1,a=2' });
    expect(traceHeaders(trace)).toEqual({ traceparent: `00-${ID}-${trace.span}-01` });
  });

  test('without a trace is nothing', () => {
    expect(Object.keys(traceHeaders(traceOf({ tracestate: 'a=1' })))).toEqual(['traceparent']);
  });
});

test('a trace that begins here is new, random and kept by nobody', () => {
  const traces = Array.from({ length: 1000 }, newTrace);
  expect(new Set(traces.flatMap(({ id, span }) => [id, span])).size).toBe(2000);
  for (const trace of traces) expect(traceHeaders(trace).traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-02$/);
});

test('what a piece of work causes has its trace, and a span of its own below it', () => {
  const trace = traceOf({ traceparent: GOOD, tracestate: 'a=1' });
  const child = childOf(trace);
  expect(child).toEqual({ ...trace, span: child.span, parent: trace.span });
  expect(child.span).not.toBe(trace.span);
  expect(traceHeaders(child)).toEqual({ traceparent: `00-${ID}-${child.span}-01`, tracestate: 'a=1' });
});

describe('a service at its bank', () => {
  const heard: { url: string; headers: IncomingHttpHeaders }[] = [];
  const at = (path: string): IncomingHttpHeaders[] =>
    heard.filter(({ url }) => url.startsWith(path)).map(({ headers }) => headers);
  let bank: Server;
  let bankUrl: string;
  let service: Serving;
  beforeAll(async () => {
    bank = createServer(({ url, headers }, response) => {
      heard.push({ url: url!, headers });
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => bank.listen(0, '127.0.0.1', resolve));
    bankUrl = `http://127.0.0.1:${(bank.address() as AddressInfo).port}`;
    const log = { log: () => undefined, warn: () => undefined, error: () => undefined };
    const [audience, publicUrl] = ['retirement', 'http://retirement.demo.localhost:3002'];
    const keys = { secret: TEST_SECRET };
    service = await serving(await latchkey({ issuer: TEST_ISSUER, audience, publicUrl, bankUrl, keys, log }));
  });
  afterAll(async () => {
    await service?.close();
    bank?.closeAllConnections();
    await new Promise((resolve) => bank?.close(resolve));
  });

  test('asks for feed, list of services and keys in traces of their own', async () => {
    const nobody = new AbortController().signal;
    await new BankKeysClient(new URL('/.well-known/jwks.json', bankUrl))
      .fetch(undefined, nobody)
      .catch(() => undefined);
    const paths = ['latchkey/revocations', 'latchkey/services', 'jwks.json'].map((name) => `/.well-known/${name}`);
    await waitUntil(() => paths.every((path) => at(path).length > 0));
    const given = paths.map((path) => String(at(path)[0]!.traceparent));
    for (const one of given) expect(readTraceParent(one)).toMatchObject({ flags: 2 });
    expect(new Set(given.map((one) => one.split('-')[1])).size).toBe(3);
  });

  test('tells it of a logout in the trace of the request that asked for it', async () => {
    const headers = { authorization: `Bearer ${token()}`, traceparent: GOOD, tracestate: 'a=1' };
    const answer = await fetch(`${service.url}/api/logout`, { method: 'POST', headers });
    expect(answer.status).toBe(204);
    expect(JSON.stringify([...answer.headers])).not.toContain(ID);
    await waitUntil(() => at('/api/logout').length > 0);
    const [{ traceparent, tracestate } = {}] = at('/api/logout');
    expect(readTraceParent(String(traceparent))).toMatchObject({ id: ID, flags: 1 });
    expect(String(traceparent)).not.toContain(SPAN);
    expect(tracestate).toBe('a=1');
  });
});
