// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.
import { basename } from 'path';

/** How to run the npm that runs us; it may be another one than the first on the PATH. */
export function npmCommand(args) {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  if (npm && basename(npm) === 'npm-cli.js') return [node || process.execPath, [npm, ...args]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', args];
}
