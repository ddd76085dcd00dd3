import { randomBytes } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { temporaryFolder } from '../stack/temporary-folder.ts';
import { Tarballs } from './packages.ts';
import { prepare, probe } from './run-example.ts';

// Thousands of questions each: a busy machine takes its time.
test.describe.configure({ mode: 'default', timeout: 400_000 });

/** What an empty project installs, besides the tarball. */
const FRAMEWORKS: Readonly<Record<string, readonly string[]>> = {
  express: ['express'],
  fastify: ['fastify'],
  hono: ['hono', '@hono/node-server'],
  node: [],
};
const MOST_LINES = 10;
/** Every probe takes each of them half a minute: the examples, on the same mounts, are asked everything. */
const isFull = process.env['LATCHKEY_E2E'] === 'full';
/** For want of a route for a role, one with a body, and in full of another key, a route that tells of roles, a login and a page. */
const SKIPPED = isFull
  ? ['key-confusion', 'me-roles', 'role-missing', 'json-only', 'bank-logout', 'page-renewal', 'page-fetch']
  : ['role-missing', 'json-only'];
const sourceOf = (name: string): string => join(import.meta.dirname, 'ten-lines', `${name}.js`);

/** Installs the tarball in an empty project, starts its one file, and answers what was not passed. */
async function notPassed(name: string, tarballs: Tarballs, secret: string): Promise<string[]> {
  const { path: folder, remove } = temporaryFolder(`latchkey-empty-${name}-`);
  const dependencies = Object.fromEntries(['@latchkey/verifier', ...FRAMEWORKS[name]!].map((one) => [one, '*']));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', dependencies }));
  cpSync(sourceOf(name), join(folder, 'server.js'));
  const example = { name, folder, packages: 'linked', prepare: [], start: ['node', 'server.js'], skipped: [] } as const;
  const prepared = await prepare(example, tarballs);
  remove();
  try {
    const { results, output } = await probe(
      prepared,
      { secret },
      [],
      ['--path', '/api/pension', ...(isFull ? [] : ['--quick'])],
    );
    expect(results.length, output).toBeGreaterThanOrEqual(40);
    const left = results.filter(({ verdict }) => verdict !== 'passed');
    return left.map(({ id, verdict, reason, failures }) =>
      verdict === 'failed' ? `${id}: ${reason ?? JSON.stringify(failures[0])}` : id,
    );
  } finally {
    prepared.remove();
  }
}

test('ten lines in an empty project protect a route, and the probes pass', async () => {
  const packed = temporaryFolder('latchkey-tarballs-');
  const tarballs = new Tarballs(packed.path);
  const secret = randomBytes(48).toString('base64url');
  try {
    const names = Object.keys(FRAMEWORKS);
    const lines = names.map((name) => readFileSync(sourceOf(name), 'utf8').trim().split('\n').length);
    expect(Math.max(...lines)).toBeLessThanOrEqual(MOST_LINES);
    const lefts = await Promise.all(names.map((name) => notPassed(name, tarballs, secret)));
    for (const [index, name] of names.entries()) expect(lefts[index], name).toEqual(SKIPPED);
  } finally {
    packed.remove();
  }
});
