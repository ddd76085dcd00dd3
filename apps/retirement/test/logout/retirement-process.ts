import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { testEnvironment, waitUntil } from '@latchkey/testing';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Retirement in a process of its own, which can be killed and whose log can be read. */
export interface RetirementProcess {
  readonly url: string;
  readonly output: () => string;
  end(signal: NodeJS.Signals): Promise<void>;
}

export async function retirementProcess(databaseUrl: string, env: NodeJS.ProcessEnv): Promise<RetirementProcess> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, ...testEnvironment('retirement', databaseUrl, { LOG_LEVEL: 'debug', ...env }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'close');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const address = () => /"url":"(http:[^"]+)"/.exec(output)?.[1];
  await waitUntil(() => address() !== undefined || child.exitCode !== null);
  const url = address();
  if (url === undefined) throw new Error(`retirement did not start: ${output}`);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exit;
  };
  return { url, output: () => output, end };
}
