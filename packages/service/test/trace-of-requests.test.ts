import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { demoProcess, untilUp } from './demo/demo-process.js';
import type { DemoProcess } from './demo/demo-process.js';
import { rawRequest } from './demo/raw-request.js';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const GOOD = `00-${ID}-${SPAN}-01`;

let demo: DemoProcess;
const answers: string[] = [];

/** One request on a connection of its own, by lines as they are given. */
async function ask(path: string, ...lines: string[]): Promise<void> {
  const head = [`GET ${path} HTTP/1.1`, 'host: x', 'connection: close', ...lines];
  answers.push((await rawRequest(url, `${head.join('\r\n')}\r\n\r\n`)).answer);
}

let url: string;
beforeAll(async () => {
  demo = demoProcess('main.ts', { LOG_LEVEL: 'info' });
  url = await untilUp(demo);
  await ask('/api/hello?taken', `traceparent: ${GOOD}`, 'tracestate: a=1');
  await ask('/api/who', `traceparent: ${GOOD}`, `traceparent: ${GOOD}`);
  await ask('/api/ops', `traceparent: ${GOOD.toUpperCase()}`);
  await ask('/api/none', 'traceparent: "},{"level":"fatal');
  await ask('/api/fail/unforeseen', `Traceparent: \t${GOOD} `);
  await ask('/api/hello bad', `traceparent: ${GOOD}`);
  await ask('/api/hello');
  demo.kill('SIGTERM');
  await demo.exit;
});
afterAll(() => demo?.kill('SIGKILL'));

const lineOf = (path: string, msg = 'request'): Record<string, unknown> =>
  demo.lines().find((line) => line.msg === msg && line.path === path)!;

test('a request belongs to the trace that it brings, with a span of its own', () => {
  const { trace, span } = lineOf('/api/hello');
  expect(trace).toBe(ID);
  expect(span).toMatch(/^[0-9a-f]{16}$/);
  expect(span).not.toBe(SPAN);
});

test.each([['/api/who'], ['/api/ops'], ['/api/none']])('%s: what is no trace, or two, begins a new one', (path) => {
  const { trace, span } = lineOf(path);
  expect(trace).toMatch(/^[0-9a-f]{32}$/);
  expect(trace).not.toBe(ID);
  expect(span).toMatch(/^[0-9a-f]{16}$/);
});

test('all lines of a request have its trace and its span', () => {
  const { trace, span } = lineOf('/api/fail/unforeseen');
  expect(trace).toBe(ID);
  expect(demo.lines().find(({ level }) => level === 'error')).toMatchObject({ trace, span });
});

test('each request has its own, and so has one that node refuses', () => {
  const spans = demo.lines().flatMap(({ msg, span }) => (/^request$|refused/.test(String(msg)) ? [span] : []));
  expect(spans).toHaveLength(7);
  expect(new Set(spans).size).toBe(7);
  for (const span of spans) expect(span).toMatch(/^[0-9a-f]{16}$/);
});

test('no answer repeats what was sent', () => {
  expect(answers).toHaveLength(7);
  for (const answer of answers) expect(answer.toLowerCase()).not.toMatch(/trace|4bf92f35|00f067aa/);
});
