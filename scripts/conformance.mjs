import { join } from 'node:path';
import { buildWorkspace } from './build.mjs';
import { node } from './command.mjs';
import { root } from './workspace.mjs';

/** npm run conformance: the black-box probes that a service has to pass to join the deployment; options as --help says. */
export async function conformance(args) {
  await buildWorkspace('@latchkey/conformance');
  const program = [join(root, 'packages/conformance/dist/main.js')];
  // Files that are named on the command line are where it was typed.
  const { code } = await node([...program, ...args], { cwd: process.env.INIT_CWD ?? process.cwd() });
  return code ?? 1;
}
