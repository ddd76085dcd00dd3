import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoProcess, untilUp } from './demo/demo-process.js';
import type { DemoProcess } from './demo/demo-process.js';
import { rawRequest } from './demo/raw-request.js';

let url: string;
let process: DemoProcess;

beforeAll(async () => {
  process = demoProcess('main.ts', { LOG_LEVEL: 'info' });
  url = await untilUp(process);
  await fetch(`${url}/api/who?token=hunter2&a=1`, {
    headers: { authorization: 'Bearer hunter2', cookie: 'a=hunter2' },
  });
  await fetch(`${url}/api/log-secrets`);
  await fetch(`${url}/api/hello`, { headers: { 'x-request-id': 'client-chosen_1' } });
  await fetch(`${url}/api/hello`, { headers: { 'x-request-id': 'not plain' } });
  await fetch(`${url}/api/fail/app`);
  await fetch(`${url}/api/fail/unforeseen`);
  await fetch(`${url}/forged%0A%7B%22level%22:%22fatal%22%7D`);
  await rawRequest(url, 'GET /"quoted\\",\u001b[31m HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  await rawRequest(url, Buffer.from('GET /next\x85line HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 'latin1'));
  await rawRequest(url, `GET /;token=hunter2 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
  await forwarded();
  await forwarded();
  process.kill('SIGTERM');
  await process.exit;
});
afterAll(() => process?.kill('SIGKILL'));

function forwarded(): Promise<void> {
  return new Promise((resolve) => {
    request(`${url}/api/hello`, { headers: { 'x-forwarded-for': '1.2.3.4' } }, (answer) => {
      answer.resume().on('end', resolve);
    }).end();
  });
}

const requests = (): Record<string, unknown>[] => process.lines().filter(({ msg }) => msg === 'request');

describe('the log', () => {
  test('holds no secret', () => {
    expect(process.output()).not.toContain('hunter2');
    const line = process.lines().find(({ msg }) => msg === 'secrets')!;
    expect(line).toMatchObject({
      password: '[Redacted]',
      headers: { authorization: '[Redacted]', 'set-cookie': '[Redacted]' },
    });
  });

  test('has one line for each request, with its user, without its query', () => {
    expect(requests().find(({ path }) => path === '/api/who')).toMatchObject({
      level: 'info',
      service: 'demo',
      method: 'GET',
      status: 200,
      user: 'user-1',
    });
    expect(requests().filter(({ path }) => path === '/api/fail/app')).toEqual([
      expect.objectContaining({ status: 409, code: 'insufficient_funds', reason: 'balance' }),
    ]);
  });

  test('has the id that a client chose next to ours, if it is harmless', () => {
    const lines = requests().filter(({ path }) => path === '/api/hello');
    expect(lines.slice(0, 2).map(({ clientReq }) => clientReq)).toEqual(['client-chosen_1', undefined]);
    const ids = lines.map(({ req }) => req);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{13,64}$/);
    expect(process.output()).not.toContain('not plain');
  });

  test('cannot be made to hold a line of the client', () => {
    for (const line of process.output().trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
    expect(process.lines().some(({ level }) => level === 'fatal')).toBe(false);
    expect(process.output()).toMatch(/^[ -~\n]*$/);
  });

  test('keeps the cause of a fault, which the answer does not show', () => {
    const fault = process.lines().find(({ level }) => level === 'error')!;
    expect(fault).toMatchObject({ code: 'internal_error', err: { message: expect.stringContaining('SELECT') } });
    expect(process.lines().filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  test('warns once of a proxy that nobody told of', () => {
    const warnings = process.lines().filter(({ msg }) => String(msg).includes('TRUSTED_PROXY_HOPS'));
    expect(warnings).toEqual([
      expect.objectContaining({ level: 'warn', msg: expect.stringContaining('to the number of your own proxies') }),
    ]);
  });

  test('is complete at exit', () => {
    expect(process.lines().at(-1)).toMatchObject({ msg: 'stopped' });
  });
});
