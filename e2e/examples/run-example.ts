import { randomBytes } from 'node:crypto';
import { cpSync } from 'node:fs';
import { basename, join } from 'node:path';
import { probeContext, readOptions, runProbes, type Result } from '@latchkey/conformance';
import { createDatabase, databaseName, dropDatabase, runtimeUrl } from '../stack/database.ts';
import { freePort } from '../stack/free-port.ts';
import type { KeyFiles } from '../stack/key-files.ts';
import { temporaryFolder } from '../stack/temporary-folder.ts';
import type { Example } from './example.ts';
import { linkPackages, type Tarballs } from './packages.ts';
import { launch, type Program } from './processes.ts';

// Nobody answers there: what is asked of the bank is asked of the stub.
const DOMAIN = 'demo.localhost';
const ISSUER = `http://bank.${DOMAIN}:1`;
const PREPARE_WITHIN_MS = 300_000;
const READY_WITHIN_MS = 60_000;
/** Other tests may keep the machine busy. */
const PATIENT = ['--patience', '20', '--ended-within', '5'];
/** The routes that every example has. */
const ROUTES = [
  ...['--sensitive', 'PUT:/api/pension:{"monthlyMinor":"200000"}'],
  ...['--role', 'adviser=GET:/api/pension/clients'],
  // What it tells of somebody is what it keeps: nothing of a deleted account.
  ...['--export', '/api/pension'],
];
/** What an earlier run left in an example's folder. */
const LEFT_BEHIND = new Set(['node_modules', '.data', '__pycache__']);
/** What a registry that is not reached makes npm say. */
const NO_REGISTRY = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED/;

const OF_NPM = /^npm_config_|_proxy$|^NODE_EXTRA_CA_CERTS$|^SSL_CERT/i;

/** Why an example cannot be tried on this machine. */
export class NotHere extends Error {}

/** An example in a folder of its own, ready to be started. */
export interface Prepared {
  readonly example: Example;
  readonly folder: string;
  remove(): void;
}

/** Copies an example out of the repository, and gives it what it needs. */
export async function prepare(example: Example, tarballs: Tarballs): Promise<Prepared> {
  await requireTool(example);
  const { path: folder, remove } = temporaryFolder(`latchkey-example-${example.name}-`);
  try {
    cpSync(example.folder, folder, { recursive: true, filter: (from) => !LEFT_BEHIND.has(basename(from)) });
    const needed = await tarballs.neededBy(folder);
    if (example.packages === 'linked') await linkPackages(example, folder, needed);
    if (example.packages === 'npm') await install(folder, [...needed.values()]);
    for (const command of example.prepare) await runToEnd(command, folder);
    return { example, folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function requireTool({ tool, folder }: Example): Promise<void> {
  if (tool === undefined) return;
  const run = launch(tool.command, folder);
  if ((await run.exited) !== 0)
    throw new NotHere(`${tool.command[0]} is not here, or not all of it: apt-get install ${tool.debian}`);
}

async function install(folder: string, tarballs: readonly string[]): Promise<void> {
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  // Where the registry is, and by which proxy and certificate it is reached.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => OF_NPM.test(name)));
  await runToEnd(['npm', 'install', ...flags, ...tarballs], folder, env as Record<string, string>).catch(
    (error: unknown) => {
      throw NO_REGISTRY.test((error as Error).message) ? new NotHere('npm does not reach the registry') : error;
    },
  );
}

async function runToEnd(command: readonly string[], folder: string, env: Record<string, string> = {}): Promise<void> {
  const run = launch(command, folder, env);
  const late = setTimeout(() => void run.stop(), PREPARE_WITHIN_MS);
  const code = await run.exited;
  clearTimeout(late);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${run.output().slice(-4_000)}`);
}

/** What an example is given to verify with. */
export type Keys = { readonly secret: string } | { readonly files: KeyFiles };

/** Starts a prepared example next to a stub bank, and probes it; what it wrote comes with the results. */
export async function probe(
  { example, folder }: Prepared,
  keys: Keys,
  only: readonly string[] = [],
  routes: readonly string[] = ROUTES,
): Promise<Probed> {
  const [port, bankPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const origin = `http://pension.${DOMAIN}:${port}`;
  const database = example.migrate && (await ownDatabase(example.name, port));
  const env = {
    ...{ PORT: String(port), PUBLIC_URL: origin, SSO_ISSUER: ISSUER, SSO_COOKIE_DOMAIN: DOMAIN },
    ...{ BANK_URL: `http://127.0.0.1:${bankPort}`, OPS_TOKEN: randomBytes(24).toString('base64url') },
    // What it keeps is of this start alone.
    DATA_DIR: join(folder, `data-${port}`),
    ...('secret' in keys ? { JWT_SECRET: keys.secret } : { JWT_KEYS_FILE: keys.files.files.retirement }),
    ...(database && { DATABASE_URL: runtimeUrl(database.url) }),
  };
  if (example.migrate && database)
    await runToEnd(example.migrate, folder, { ...env, MIGRATE_DATABASE_URL: database.url });
  const running = launch(example.start, folder, env);
  const args = [
    ...['--url', url, '--origin', origin, '--audience', 'pension', '--issuer', ISSUER],
    ...['--play-bank', String(bankPort), ...routes, ...PATIENT],
    ...('secret' in keys ? [] : ['--keys', keys.files.files.bank]),
    ...(example.page === undefined ? [] : ['--page', example.page]),
  ];
  const options = readOptions(args, 'secret' in keys ? { LATCHKEY_SECRET: keys.secret } : {});
  if (typeof options === 'string') throw new Error(options);
  try {
    await untilAlive(url, running);
    const { context, close } = await probeContext(options);
    const results = await runProbes(context, only.length > 0 ? only : options.only).finally(close);
    return { results, output: running.output() };
  } finally {
    await running.stop();
    if (database) await dropDatabase(database.name);
  }
}

async function ownDatabase(example: string, port: number): Promise<{ name: string; url: string }> {
  const name = databaseName(`example_${example}_${port}`);
  return { name, url: await createDatabase(name) };
}

/** What came of it. */
export interface Probed {
  readonly results: readonly Result[];
  /** Everything that the example wrote. */
  readonly output: string;
}

async function untilAlive(origin: string, running: Program): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const answer = await fetch(`${origin}/health/live`).catch(() => undefined);
    if (answer?.ok === true) return;
    if (running.isOver() || performance.now() > deadline)
      throw new Error(`it did not become ready:\n${running.output().slice(-4_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
