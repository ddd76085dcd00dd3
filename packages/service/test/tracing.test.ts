import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { hasSubscribers } from 'node:diagnostics_channel';
import { afterEach, describe, expect, test } from '@jest/globals';
import { freePort } from '@latchkey/testing/free-port';
import { waitUntil } from '@latchkey/testing';
import { ROOT_CONTEXT, SpanKind, trace as api } from '@opentelemetry/api';
import { SamplingDecision, type SpanExporter } from '@opentelemetry/sdk-trace';
import { keyValues } from '../src/config/key-values.rules.js';
import { ExportNotice } from '../src/tracing/export-notice.js';
import { samplerOf } from '../src/tracing/sampler.js';
import { startTracing } from '../src/tracing/start-tracing.js';
import { statementFacts } from '../src/tracing/statement.rules.js';
import { demoProcess, untilUp } from './demo/demo-process.js';
import type { DemoProcess } from './demo/demo-process.js';
import { otlpReceiver } from './demo/otlp-receiver.js';
import type { OtlpReceiver } from './demo/otlp-receiver.js';

type ExportResult = Parameters<Parameters<SpanExporter['export']>[1]>[0];

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const GIVEN = { traceparent: `00-${ID}-${SPAN}-01` };
const here = (path: string): string => new URL(path, import.meta.url).href;

let running: DemoProcess | undefined;
let collector: OtlpReceiver | undefined;
afterEach(async () => {
  running?.kill('SIGKILL');
  await running?.exit;
  await collector?.close();
  [running, collector] = [undefined, undefined];
});

function traced(env: NodeJS.ProcessEnv): DemoProcess {
  const ahead = [here('demo/register.js'), here('../src/boot/tracing.ts')].map((file) => `--import=${file}`).join(' ');
  return (running = demoProcess('main.ts', { LOG_LEVEL: 'info', NODE_OPTIONS: ahead, ...env }));
}

/** A traced service at a collector, which spans reach at once. */
async function atCollector(
  env: NodeJS.ProcessEnv = {},
): Promise<{ url: string; sent: OtlpReceiver; demo: DemoProcess }> {
  const sent = (collector = await otlpReceiver());
  const demo = traced({ OTEL_EXPORTER_OTLP_ENDPOINT: sent.url, OTEL_BSP_SCHEDULE_DELAY: '50', ...env });
  return { url: await untilUp(demo), sent, demo };
}

/** Ends it, and answers how it ended and how long after. */
async function stopped(demo: DemoProcess): Promise<{ code: number | null; ms: number }> {
  const began = performance.now();
  demo.kill('SIGTERM');
  return { code: await demo.exit, ms: performance.now() - began };
}

test('a request, its statements and their errors are spans of one trace, which its log line names', async () => {
  const { url, sent, demo } = await atCollector({
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20key',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test,service.version=1%2E2',
  });
  await fetch(`${url}/api/sleep/0?token=hunter2`, { headers: GIVEN });
  await fetch(`${url}/api/id/hunter2`);
  await fetch(`${url}/nowhere/hunter2`, { headers: { authorization: 'Bearer hunter2', cookie: 'a=hunter2' } });
  const body = JSON.stringify({ title: 'hunter2' });
  await fetch(`${url}/api/notes`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(await stopped(demo)).toMatchObject({ code: 0 });

  const of = (name: string): OtlpReceiver['spans'] => sent.spans.filter((span) => span.name === name);
  const [slept] = of('GET /api/sleep/:seconds');
  const [failed] = of('GET /api/id/:text');
  const line = demo.lines().find(({ path }) => path === '/api/sleep/0')!;
  expect(slept).toMatchObject({ traceId: ID, parent: SPAN, spanId: line.span, kind: 2, status: 0 });
  expect(slept!.attributes).toEqual({
    'http.request.method': 'GET',
    'http.route': '/api/sleep/:seconds',
    'http.response.status_code': 200,
    'latchkey.request_id': line.req,
  });
  expect(slept!.resource).toMatchObject({
    'service.name': 'demo',
    'service.instance.id': expect.any(String),
    'service.version': '1.2',
    'deployment.environment.name': 'test',
    'telemetry.sdk.name': 'opentelemetry',
    'process.pid': demo.pid,
  });
  const statement = sent.spans.find(({ parent }) => parent === slept!.spanId)!;
  expect(statement).toMatchObject({ traceId: ID, name: 'SELECT', kind: 3, status: 0 });
  expect(statement.attributes).toMatchObject({
    'db.system.name': 'postgresql',
    'db.query.text': 'SELECT pg_sleep($1)',
  });
  expect(failed).toMatchObject({ status: 2, parent: '', attributes: { 'latchkey.error_code': 'internal_error' } });
  const errors = sent.spans.filter(({ status, name }) => status === 2 && name === 'SELECT');
  expect(errors).toMatchObject([{ parent: failed!.spanId, attributes: { 'db.response.status_code': '22P02' } }]);
  expect(of('GET')).toMatchObject([{ attributes: { 'http.response.status_code': 404 } }]);
  expect(of('POST /api/notes')).toHaveLength(1);
  // Nothing of the jobs that ask the database every two seconds, and no secret of those who ask.
  expect(sent.spans).toHaveLength(6);
  expect(Buffer.concat(sent.bodies).includes('hunter2')).toBe(false);
  expect(sent.headers[0]).toMatchObject({ 'x-key': 'a key', 'content-type': 'application/x-protobuf' });
});

test.each([
  ['always_on', 1, undefined, true],
  ['always_off', 1, true, false],
  ['traceidratio', 0, true, false],
  ['parentbased_always_off', 1, true, true],
  ['parentbased_always_off', 1, undefined, false],
  ['parentbased_always_on', 1, false, false],
  ['parentbased_traceidratio', 1, undefined, true],
] as const)('%s of %d, below %s: kept is %s', (name, share, parent, isKept) => {
  const sampler = samplerOf({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: share });
  const above = { traceId: ID, spanId: SPAN, traceFlags: Number(parent), isRemote: true };
  const context = parent === undefined ? ROOT_CONTEXT : api.setSpanContext(ROOT_CONTEXT, above);
  const { decision } = sampler.shouldSample(context, ID, 'GET', SpanKind.SERVER, {}, []);
  expect(decision === SamplingDecision.RECORD_AND_SAMPLED).toBe(isKept);
});

test('OTEL_SDK_DISABLED and OTEL_TRACES_EXPORTER=none leave it out', () => {
  startTracing({ OTEL_SDK_DISABLED: 'TRUE' });
  startTracing({ OTEL_TRACES_EXPORTER: 'none' });
  expect(hasSubscribers('latchkey:service')).toBe(false);
});

test('what is not exported is told of once a minute, with how many spans it was, and when it is over', () => {
  const told: [string, object, string][] = [];
  const log = {
    warn: (facts: object, words: string) => told.push(['warn', facts, words]),
    info: (facts: object, words: string) => told.push(['info', facts, words]),
  } as never;
  let [now, code] = [0, 1];
  const error = Object.assign(new Error('no such key: hunter2'), { code: 401 });
  const exporter = {
    export: (_spans: unknown, done: (result: ExportResult) => void) => done(code === 0 ? { code } : { code, error }),
    shutdown: () => Promise.resolve(),
  };
  const notice = new ExportNotice(exporter, new URL('http://collector:4318/'), log, () => now);
  const send = (at: number, result = 1): void => {
    [now, code] = [at, result];
    notice.export([{}, {}] as never, () => undefined);
  };
  for (const at of [0, 1_000, 59_999, 60_000, 61_000]) send(at);
  send(62_000, 0);
  send(63_000, 0);
  const words = expect.stringContaining('http://collector:4318 answered with status 401. OTEL_EXPORTER_OTLP_HEADERS');
  expect(told).toEqual([
    ['warn', { lost: 2 }, words],
    ['warn', { lost: 6 }, words],
    ['info', { lost: 2 }, 'spans are exported again'],
  ]);
  expect(JSON.stringify(told)).not.toContain('hunter2');
});

describe('without its collector', () => {
  test('a service says so once, goes on, and ends in its time with 0', async () => {
    const demo = traced({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
      OTEL_EXPORTER_OTLP_TIMEOUT: '100',
      OTEL_BSP_SCHEDULE_DELAY: '20',
    });
    const url = await untilUp(demo);
    const notices = (): object[] => demo.lines().filter(({ msg }) => String(msg).startsWith('spans were not exported'));
    for (let round = 0; round < 20; round++) expect((await fetch(`${url}/api/hello`)).status).toBe(200);
    await waitUntil(async () => {
      await fetch(`${url}/api/hello`);
      return notices().length > 0;
    });
    const { code, ms } = await stopped(demo);
    expect(code).toBe(0);
    // The grace is 0.3 s.
    expect(ms).toBeLessThan(2_300);
    expect(notices()).toEqual([
      expect.objectContaining({
        level: 'warn',
        service: 'demo',
        msg: expect.stringMatching(/the collector at http:\S+ refuses .*ECONNREFUSED.*OTEL_EXPORTER_OTLP_ENDPOINT/),
      }),
    ]);
  });

  test('one that takes connections and says nothing delays no stop by more than 2 s', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const demo = traced({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` });
    expect((await fetch(`${await untilUp(demo)}/api/hello`)).status).toBe(200);
    const { code, ms } = await stopped(demo);
    silent.close();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(2_300);
  });
});

test('all that is wrong with its settings is told at once, each with its fix, and the process ends with 78', async () => {
  const demo = traced({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key: hunter2',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_EXPORTER_OTLP_TIMEOUT: '10s',
    OTEL_TRACES_SAMPLER: 'often',
    OTEL_TRACES_SAMPLER_ARG: '1.5',
    OTEL_RESOURCE_ATTRIBUTES: 'a=%',
    OTEL_PROPAGATORS: 'b3',
    OTEL_SDK_DISABLED: 'yes',
    OTEL_BSP_MAX_QUEUE_SIZE: '100',
  });
  expect(await demo.exit).toBe(78);
  expect(demo.output()).toContain('tracing cannot start: its configuration has 10 error(s)');
  const named = demo
    .output()
    .match(/^ {2}OTEL_\w+/gm)
    ?.map((name) => name.trim());
  expect(named?.toSorted()).toEqual([
    'OTEL_BSP_MAX_EXPORT_BATCH_SIZE',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'OTEL_EXPORTER_OTLP_HEADERS',
    'OTEL_EXPORTER_OTLP_PROTOCOL',
    'OTEL_EXPORTER_OTLP_TIMEOUT',
    'OTEL_PROPAGATORS',
    'OTEL_RESOURCE_ATTRIBUTES',
    'OTEL_SDK_DISABLED',
    'OTEL_TRACES_SAMPLER',
    'OTEL_TRACES_SAMPLER_ARG',
  ]);
  expect(demo.output()).not.toContain('hunter2');
});

describe('of a statement a span holds', () => {
  test.each([
    ['SELECT  a\n FROM t WHERE id = $1', 'SELECT', 'SELECT a FROM t WHERE id = $1'],
    ["select 'hunter2', 'it''s' FROM t", 'SELECT', 'select ?, ?? FROM t'],
    ["SELECT E'a\\'hunter2'", 'SELECT', 'SELECT E'],
    ['SELECT $tag$hunter2$tag$', 'SELECT', 'SELECT'],
    ["SELECT 'hunter2", 'SELECT', 'SELECT'],
    ['', 'STATEMENT', ''],
    [`SELECT ${'x'.repeat(5000)}`, 'SELECT', `SELECT ${'x'.repeat(993)}`],
  ])('%j', (statement, operation, text) => {
    const facts = statementFacts(statement);
    expect(facts.operation).toBe(operation);
    expect(facts.text).not.toContain('hunter2');
    expect(facts.text).toBe(text);
  });
});

test.each([
  ['', {}],
  ['a=1, b = 2 ,', { a: '1', b: '2' }],
  ['a=b=c,d=%2C', { a: 'b=c', d: ',' }],
])('%j is read as OpenTelemetry writes it', (text, expected) => expect(keyValues(text)).toEqual(expected));
