import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { node } from './command.mjs';
import { withTestDatabase } from './database.mjs';
import { build } from './install-and-build.mjs';
import { readMigrations } from './read-migrations.mjs';
import { ExplainedError, log, step } from './log.mjs';
import { buildRelease } from './build-release.mjs';
import { releaseOf, recordedReleases } from './previous-release.mjs';

/** npm run record-release -- v0.2.0: keeps what a tagged release writes, for the tests of later ones; docs/upgrading.md. */
export async function recordRelease([name]) {
  if (name === undefined) throw new ExplainedError('Which release? npm run record-release -- v0.2.0');
  const release = await releaseOf(name);
  await step('build', build);
  const checkout = await buildRelease(release);
  const folder = join(recordedReleases, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await withTestDatabase(async (url) => {
    const env = { E2E_DATABASE_URL: url };
    const { code } = await node(['e2e/releases/record-release.ts', checkout, folder], { env, told: 'leader' });
    if (code !== 0) throw new ExplainedError(`${name} was not recorded; why is above.`);
  });
  writeJson(folder, 'release', release);
  const migrations = await readMigrations(checkout);
  writeJson(folder, 'migrations', Object.fromEntries(migrations.map(({ name, hash }) => [name, hash])));
  await bundleVerifier(checkout, folder, name);
  await node(['node_modules/oxfmt/bin/oxfmt', folder]);
  log(`\n${name} is recorded in ${folder}`);
}

function writeJson(folder, name, content) {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`);
}

/** The built verifier and its stores, each as one file, which tests of later releases can ask. Libraries stay outside: they are those of then. */
async function bundleVerifier(checkout, folder, name) {
  const entries = { verifier: 'packages/verifier/dist/index.js', stores: 'packages/verifier/dist/storage/stores.js' };
  for (const [entry, input] of Object.entries(entries)) {
    const bundle = await rolldown({ cwd: checkout, input, platform: 'node', external: ['pg'] });
    await bundle.write({
      file: join(folder, `${entry}.bundle.js`),
      banner: `// Of the verifier of ${name}, as npm run record-release kept it: not to be edited.`,
      comments: false,
      minify: { compress: true, mangle: false },
    });
  }
}
