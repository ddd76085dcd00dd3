import { spawn } from 'node:child_process';

/** Runs commands as an operator does who stops at the first that fails; resolves to their code and all that they said. */
export function shell(code, { cwd = '/root', env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', code], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('close', (status) => resolve({ status, output }));
  });
}

/** The same where it must succeed; resolves to what was said. */
export async function run(code, options) {
  const { status, output } = await shell(code, options);
  if (status !== 0) throw new Error(`${code.trim().split('\n')[0]} … ended with ${status}:\n${output.trim()}`);
  return output;
}
