// npm run conformance: the black-box probes that a service has to pass to join a deployment; options as --help says.
// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { endWith } from './log.mjs';
import { root, setUp } from './setup.mjs';

async function conformance() {
  await setUp();
  const { join } = await import('node:path');
  const { build } = await import('./build.mjs');
  const { node } = await import('./command.mjs');
  await build(['build'], ['@latchkey/conformance']);
  const program = [join(root, 'packages/conformance/dist/main.js')];
  // Files that are named on the command line are where it was typed.
  const { code } = await node([...program, ...process.argv.slice(2)], { cwd: process.env.INIT_CWD ?? process.cwd() });
  process.exitCode = code ?? 1;
}

conformance().catch(endWith);
