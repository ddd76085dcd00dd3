import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { root } from '../../scripts/workspace.mjs';

const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const containers = Object.entries(parse(text, { merge: true }).services);

test('an image is built once, by the service that it is named after', () => {
  const built = containers.filter(([, { build }]) => build !== undefined);
  assert.deepEqual(
    built.map(([id, { image, build }]) => [id, image.replace(/:.*/, ''), build.args.SERVICE]),
    built.map(([id]) => [id, `latchkey-${id}`, id]),
  );
  assert.equal(new Set(built.map(([, { image }]) => image)).size, built.length);
  // The others would ask a registry for what is being built.
  const borrowed = containers.filter(([, { image, build }]) => image.startsWith('latchkey-') && build === undefined);
  assert.ok(borrowed.length > 0);
  for (const [id, { pull_policy }] of borrowed) assert.equal(pull_policy, 'never', id);
});

test('no container takes all memory, all processes or the whole disk', () => {
  for (const [id, { mem_limit, pids_limit, logging }] of containers) {
    assert.match(mem_limit, /^\d+[mg]$/, id);
    assert.ok(pids_limit > 0 && pids_limit <= 500, id);
    assert.deepEqual([id, logging.driver, Object.keys(logging.options)], [id, 'json-file', ['max-size', 'max-file']]);
  }
});

test('every variable that compose reads is in the sample', () => {
  const read = new Set([...text.matchAll(/(?<!\$)\$\{([A-Z0-9_]+)/g)].map(([, name]) => name));
  const sample = readFileSync(join(root, 'deploy/.env.example'), 'utf8');
  const known = new Set([...sample.matchAll(/^(?:# )?([A-Z0-9_]+)=/gm)].map(([, name]) => name));
  assert.deepEqual(
    [...read].filter((name) => !known.has(name)),
    [],
  );
});

test('what a container may do is little, and it has the time to end', () => {
  const ours = containers.filter(([, { image }]) => image.startsWith('latchkey-'));
  for (const [id, container] of ours) {
    assert.deepEqual([id, container.init, container.read_only, container.cap_drop], [id, true, true, ['ALL']]);
    assert.deepEqual(container.security_opt, ['no-new-privileges:true'], id);
    // 10 s for what runs, 4 s to let go.
    const grace = Number(/:-(\d+)\}/.exec(container.environment.DRAIN_GRACE ?? ':-0}')[1]);
    assert.ok(parseInt(container.stop_grace_period, 10) > grace + 14, id);
  }
});

test('health is asked seldom, with time to answer, and without a process of Node', () => {
  const checked = containers.filter(([, { restart }]) => restart !== 'no');
  for (const [id, { healthcheck }] of checked) {
    const { interval, timeout, start_interval, start_period, test: command } = healthcheck;
    assert.deepEqual([id, interval, timeout, start_interval], [id, '15s', '10s', '1s']);
    // Compose refuses start_interval without it.
    assert.ok(start_period);
    assert.doesNotMatch(command.join(' '), /\bnode\b/);
  }
});
