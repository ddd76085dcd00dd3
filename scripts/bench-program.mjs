import { build } from './build.mjs';
import { command } from './command.mjs';
import { npmCommand } from './npm.mjs';
import { withTestDatabase } from './test-database.mjs';

/** Runs a program of bench with the words of the command line, and with what it needs unless it only explains itself. */
export async function runBenchProgram(name, { durable = false, environment = async () => ({}) } = {}) {
  const words = process.argv.slice(2);
  const [file, args] = npmCommand(['run', '--silent', name, '-w', 'bench', '--', ...words]);
  const run = async (env) => (await command(file, args, { env, told: 'group' })).code ?? 1;
  if (words.includes('--help')) return run({});
  await build();
  const env = await environment();
  return withTestDatabase((databaseUrl) => run({ ...env, BENCH_DATABASE_URL: databaseUrl }), { durable });
}
