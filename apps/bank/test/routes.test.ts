import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { apiDocument } from '@latchkey/openapi/testing';
import { startService } from '@latchkey/testing';
import { bank as definition } from '../src/bank.module.js';
import type { Bank } from './bank.js';

type Routes = { addHook(name: 'onRoute', hook: (route: { method: string | string[]; url: string }) => void): void };

const routes: string[] = [];

@Injectable()
class RouteWatch {
  constructor(host: HttpAdapterHost) {
    host.httpAdapter.getInstance<Routes>().addHook('onRoute', ({ method, url }) => {
      for (const name of [method].flat()) routes.push(`${name} ${url}`);
    });
  }
}

@Module({})
class WatchModule {}

let bank: Bank;
beforeAll(async () => {
  bank = await startService({
    ...definition,
    site: new URL('./site/', import.meta.url),
    module: (config) => ({ module: WatchModule, imports: [definition.module(config)], providers: [RouteWatch] }),
  });
});
afterAll(() => bank?.close());

/** Who may call what. A route that is not here has been opened by mistake. */
const PUBLIC = [
  'GET /.well-known/change-password',
  'GET /.well-known/jwks.json',
  'GET /.well-known/latchkey/revocations',
  'GET /.well-known/latchkey/services',
  'GET /assets/*',
  'GET /health/live',
  'GET /health/ready',
  'GET /login',
  'GET /reference',
  'GET /reference/openapi.json',
  'GET /reference/style.css',
  'GET /register',
  'GET /renew',
  'OPTIONS /api/logout',
  'OPTIONS /api/logout/everywhere',
  'GET /api/refresh',
  'OPTIONS /api/refresh',
  'POST /api/login',
  'POST /api/logout/delivered',
  'POST /api/register',
];
const OPERATORS = ['GET /internal/keys', 'GET /metrics'];
const CALLERS = [
  'DELETE /api/sessions/:id',
  'GET /api/events',
  'GET /api/export',
  'GET /api/me',
  'GET /api/session/stream',
  'GET /api/sessions',
  'POST /api/account/deletion',
  'POST /api/logout',
  'POST /api/logout/everywhere',
  'POST /api/password',
  'POST /api/refresh',
  'POST /api/support/disable',
  'POST /api/support/enable',
  'POST /api/support/end-sessions',
  'POST /api/support/look',
];

const withoutHead = (list: string[]) => [...new Set(list.filter((route) => !route.startsWith('HEAD ')))].sort();

async function whoMayCall(route: string): Promise<string> {
  const [method = '', url = ''] = route.split(' ');
  const answer = await fetch(bank.url + url, { method, headers: { 'X-Forwarded-For': '192.0.2.1' } });
  const { code } = (await answer.json().catch(() => ({}))) as { code?: string };
  if (code === 'token_missing') return 'callers';
  return answer.status === 401 || answer.status === 403 ? 'operators' : 'public';
}

test('the bank has these routes and no others', () => {
  expect(withoutHead(routes)).toEqual([...PUBLIC, ...OPERATORS, ...CALLERS].sort());
});

test.each([
  ['public', PUBLIC],
  ['operators', OPERATORS],
  ['callers', CALLERS],
])('may be called by %s: only these', async (who, expected) => {
  const found: string[] = [];
  for (const route of withoutHead(routes)) if ((await whoMayCall(route)) === who) found.push(route);
  expect(found).toEqual([...expected].sort());
});

test('HEAD opens nothing that GET does not', async () => {
  const heads = routes.filter((route) => route.startsWith('HEAD '));
  for (const route of heads) expect(withoutHead(routes)).toContain(route.replace('HEAD', 'GET'));
});

test("the API's document tells of these routes and no others", async () => {
  const { routes: told } = await apiDocument(definition, new URL('../openapi.json', import.meta.url));
  // What is below assets/ are files of the site.
  expect(told).toEqual(withoutHead(routes).filter((route) => route !== 'GET /assets/*'));
});
