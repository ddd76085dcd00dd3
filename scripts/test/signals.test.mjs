import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { stillRuns, describe, waitForEnd } from '../processes.mjs';

const signals = new URL('../processes.mjs', import.meta.url).href;

// As npm start while it installs or builds: one child that takes its time.
const script = `
  import { spawn } from 'node:child_process';
  import { endsWithUs, heedSignals, onSignal } from '${signals}';
  heedSignals();
  const child = endsWithUs(spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' }));
  if (process.argv.includes('own')) onSignal(() => process.exit(7));
  console.log(child.pid);
`;

for (const [signal, code, ...more] of [
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
  ['SIGTERM', 7, 'own'],
]) {
  test(`${signal}${more.length ? ', in a way of its own,' : ''} ends a start with ${code}, and what it runs`, async () => {
    const started = spawn(process.execPath, ['--input-type=module', '-e', script, '--', ...more]);
    const ended = once(started, 'exit');
    const [said] = await once(started.stdout, 'data');
    const child = describe(Number(said));
    assert.ok(stillRuns(child));
    started.kill(signal);
    assert.deepEqual(await ended, [code, null]);
    assert.deepEqual(await waitForEnd([child], 10_000), []);
  });
}
