import { join } from 'node:path';
import { log } from '../../scripts/log.mjs';
import { listServices } from '../../scripts/workspace.mjs';
import { npmSecrets } from './npm-access.mjs';

const MEGABYTE = 1024 * 1024;
/** What a service may add to its base. */
const LIMIT_MB = 60;
const ALONE = ['--rm', '--network', 'none', '--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL'];

/** Builds the image of each service once, under a tag of this run; resolves to the arguments that built each. */
export async function buildImages(run, { docker }, { source, tag, node }) {
  const secrets = await npmSecrets(run);
  const builds = {};
  for (const { id, port } of listServices(source)) {
    const image = `latchkey-${id}:${tag}`;
    const args = ['--build-arg', `SERVICE=${id}`, '--build-arg', `PORT=${port}`, '--build-arg', `NODE_IMAGE=${node}`];
    builds[id] = ['build', '--file', join(source, 'deploy/Dockerfile'), '--network', 'host', ...args, ...secrets];
    run.later(image, () => docker.try(['image', 'rm', '--force', image], { told: 'nobody' }));
    const began = performance.now();
    await docker.run([...builds[id], '--tag', image, source], { timeout: 20 * 60_000 });
    log(`  built ${image} in ${Math.round((performance.now() - began) / 1000)} s`);
    run.goOn();
  }
  return builds;
}

/** The image of another version of the same: what an upgrade brings. Answers its tag. */
export async function buildNext(run, { docker }, { source, tag, builds }, id) {
  const next = `${tag}-next`;
  const image = `latchkey-${id}:${next}`;
  run.later(image, () => docker.try(['image', 'rm', '--force', image], { told: 'nobody' }));
  await docker.run([...builds[id], '--label', `latchkey.trial=${next}`, '--tag', image, source], {
    timeout: 20 * 60_000,
  });
  return next;
}

/** What an image is and is not, looked at in the image itself. */
export async function checkImage(run, { docker }, image, base) {
  const [own, under] = [await docker.inspect(image), await docker.inspect(base)];
  const size = (own.Size - under.Size) / MEGABYTE;
  run.check(size <= LIMIT_MB, `${image} adds at most ${LIMIT_MB} MB to its base`, `${size.toFixed(1)} MB`);
  const { User: user, Entrypoint: entry, Healthcheck: health } = own.Config;
  run.check(/^1000(:|$)/.test(user), `${image} names its user by number`, user);
  run.check(entry?.[0] === 'node', `${image} has no shell between the engine and Node`);
  run.check(
    health?.Test.includes('node') === false,
    `${image} is asked for its health without a Node of its own`,
    health?.Test.join(' '),
  );
  const looked = await docker.try(['run', ...ALONE, image, '-e', LOOK]);
  const { uid, files, canWrite, secrets } = JSON.parse(looked.stdout || '{"files":[]}');
  run.check(uid === 1000 && canWrite === false, `${image} runs as user 1000, who may change none of its files`);
  const foreign = files.filter((path) => !/^(package\.json|dist|web|health\.\w+|sbom[\w.]*)(\/|$)/.test(path));
  run.check(
    files.length > 5 && foreign.length === 0,
    `${image} holds programs and site, and nothing else`,
    sample(files, foreign),
  );
  const unwanted = files.filter((path) => /node_modules|\.ts$|\.map$|seed\.js$|\.env|\.npmrc|(^|\/)test\//.test(path));
  run.check(
    unwanted.length === 0,
    `${image} holds no node_modules, sources, tests and settings`,
    unwanted.slice(0, 3).join(' '),
  );
  run.check(secrets?.length === 0, `${image} keeps nothing of how npm reaches its registry`, secrets?.join(' '));
  const help = await docker.try(['run', ...ALONE, image, 'dist/main.js', '--help']);
  run.check(help.code === 0, `${image} answers --help without settings, on a file system that nobody may write`);
  const bare = await docker.try(['run', ...ALONE, image]);
  run.check(
    bare.code === 78 && /DATABASE_URL/.test(bare.output),
    `${image} without settings ends with 78 and names them`,
  );
}

const sample = (files, foreign) =>
  `${files.length} files${foreign.length === 0 ? '' : `, among them ${foreign.slice(0, 5).join(' ')}`}`;

// Run by the image's own Node, as its own user.
const LOOK = `
const fs = require('node:fs');
const can = (path) => { try { fs.accessSync(path, fs.constants.W_OK); return true; } catch { return false; } };
const files = fs.readdirSync('/srv', { recursive: true }).map(String);
const secrets = ['/root/.npmrc', '/home/node/.npmrc', '/run/secrets'].filter((path) => fs.existsSync(path));
console.log(JSON.stringify({ uid: process.getuid(), files, secrets, canWrite: ['/srv', ...files.map((file) => '/srv/' + file)].some(can) }));
`;
