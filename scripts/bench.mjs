import { build, npmCommand } from './install-and-build.mjs';
import { command, node } from './command.mjs';
import { withTestDatabase } from './database.mjs';
import { ExplainedError } from './log.mjs';

/** npm run bench: the same work asked of us and of peers, side by side; options as --help says. */
export function bench(args) {
  return runBenchProgram('bench', args, { durable: true });
}

/** npm run weight: what the sites weigh and how soon a phone paints them; options as --help says. */
export function weight(args) {
  return runBenchProgram('weight', args, { environment: async () => ({ BENCH_BROWSER: await browserOptions() }) });
}

/** npm run scale: what deployments of several sizes need, by a simulation with measured costs; options as --help says. */
export async function scale(args) {
  if (args.includes('--measure')) return runBenchProgram('scale', args, { durable: true });
  const [file, all] = npmCommand(['run', '--silent', 'scale', '-w', 'bench', '--', ...args]);
  return (await command(file, all, { told: 'group' })).code ?? 1;
}

// A program that only explains itself is given nothing.
async function runBenchProgram(name, args, { durable = false, environment = async () => ({}) }) {
  const [file, all] = npmCommand(['run', '--silent', name, '-w', 'bench', '--', ...args]);
  const run = async (env) => (await command(file, all, { env, told: 'group' })).code ?? 1;
  if (args.includes('--help')) return run({});
  await build();
  const env = await environment();
  return withTestDatabase((databaseUrl) => run({ ...env, E2E_DATABASE_URL: databaseUrl }), { durable });
}

/** How to launch the browser of the black-box tests, as JSON; unpacks the one of the packages if there is no other. */
async function browserOptions() {
  const args = ['e2e/browser/print-chromium.ts'];
  const { code, output } = await node(args, { quiet: true });
  if (code !== 0) throw new ExplainedError(output);
  return output;
}
