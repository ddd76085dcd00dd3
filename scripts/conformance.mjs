// npm run conformance: the black-box probes that a service has to pass to join the house; options as --help says.
// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { endWith } from './say.mjs';
import { root, setUp } from './setup.mjs';

async function conformance() {
  await setUp();
  const { join } = await import('node:path');
  const { pathToFileURL } = await import('node:url');
  const { node } = await import('./command.mjs');
  const names = pathToFileURL(join(root, 'e2e/typescript-names.mjs')).href;
  const program = ['--import', names, join(root, 'e2e/conformance/main.ts')];
  // Files that are named on the command line are where it was typed.
  const { code } = await node([...program, ...process.argv.slice(2)], { cwd: process.env.INIT_CWD ?? process.cwd() });
  process.exitCode = code ?? 1;
}

conformance().catch(endWith);
