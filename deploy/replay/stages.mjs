import { execSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { contextFilter } from './docker-ignore.mjs';

/**
 * Carries out a Dockerfile under a folder, one folder per stage, with what `--build-arg` would give.
 * Answers what the last stage is: its files, and how it wants to be run.
 */
export function replay(dockerfile, context, folder, buildArgs) {
  const stages = new Map();
  // Those before the first FROM; each stage has its own.
  const args = new Map();
  const node = pinnedNode(context, folder);
  let stage;
  for (const { word, rest } of instructions(readFileSync(dockerfile, 'utf8'))) {
    console.log(`  ${word} ${rest.length > 110 ? `${rest.slice(0, 110)}…` : rest}`);
    const step = steps[word];
    if (step === undefined) throw new Error(`the replay does not know ${word}`);
    if (word === 'ARG') {
      const [name, value] = rest.split(/=(.*)/s, 2);
      (stage?.args ?? args).set(name, buildArgs[name] ?? value);
    } else if (word === 'FROM') stage = from(filledIn(rest, args), stages, folder);
    else step(stage, FILLED_IN.has(word) ? filledIn(rest, stage.args) : rest, { stages, context, node });
  }
  return { ...stage, node: node.file, workdir: inside(stage, stage.workdir) };
}

/** Where an engine puts arguments in; in RUN the shell does, with the same result. */
const FILLED_IN = new Set(['COPY', 'ENV', 'EXPOSE', 'RUN', 'WORKDIR']);

function filledIn(text, args) {
  return text.replace(/\$\{([A-Z_]+)\}/g, (whole, name) => args.get(name) ?? whole);
}

const steps = {
  FROM: () => undefined,
  ARG: () => undefined,
  WORKDIR: (stage, rest) => {
    stage.workdir = posix.resolve(stage.workdir, rest);
    mkdirSync(inside(stage, stage.workdir), { recursive: true });
  },
  ENV: (stage, rest) => {
    for (const [, name, value] of rest.matchAll(/(\w+)=(\S+)/g)) stage.env[name] = value;
  },
  COPY: (stage, rest, { stages, context }) => {
    const words = rest.split(/\s+/);
    const option = words[0].startsWith('--from=') ? words.shift().slice('--from='.length) : undefined;
    const to = words.pop();
    for (const what of words) copy(option === undefined ? undefined : stages.get(option), context, what, stage, to);
  },
  RUN: (stage, rest, { node }) => {
    const env = { ...networkOf(process.env), ...stage.env, PATH: `${node.folder}:${process.env.PATH}` };
    try {
      execSync(rest, { cwd: inside(stage, stage.workdir), env, stdio: 'pipe', shell: '/bin/sh', maxBuffer: 2 ** 28 });
    } catch (error) {
      throw new Error(`${rest}\n${error.stdout}\n${error.stderr}`, { cause: error });
    }
  },
  USER: (stage, rest) => (stage.user = rest),
  EXPOSE: () => undefined,
  STOPSIGNAL: (stage, rest) => (stage.stopSignal = rest),
  HEALTHCHECK: (stage, rest) => (stage.healthcheck = JSON.parse(rest.slice(rest.indexOf('CMD ') + 4))),
  ENTRYPOINT: (stage, rest) => (stage.entrypoint = JSON.parse(rest)),
  CMD: (stage, rest) => (stage.command = JSON.parse(rest)),
};

function instructions(text) {
  const lines = text.replaceAll('\\\n', ' ').split('\n');
  return lines
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => ({ word: line.split(' ', 1)[0], rest: line.slice(line.indexOf(' ') + 1).trim() }));
}

function from(rest, stages, folder) {
  const [base, , name = 'final'] = rest.split(/\s+/);
  if (!/^node:26-slim@sha256:[0-9a-f]{64}$/.test(base))
    throw new Error(`the replay stands in for a pinned node:26-slim, not for ${base}`);
  const stage = { root: join(folder, name), workdir: '/', env: {}, args: new Map(), user: 'root' };
  mkdirSync(stage.root, { recursive: true });
  stages.set(name, stage);
  return stage;
}

function copy(source, context, what, stage, to) {
  const from = source === undefined ? join(context, what) : inside(source, what);
  const target = inside(stage, posix.resolve(stage.workdir, to));
  mkdirSync(to.endsWith('/') ? target : dirname(target), { recursive: true });
  const isFile = !what.endsWith('/') && what !== '.';
  const filter = source === undefined ? contextFilter(context) : () => true;
  const destination = isFile && to.endsWith('/') ? join(target, posix.basename(what)) : target;
  cpSync(from, destination, { recursive: true, verbatimSymlinks: true, filter });
}

function inside(stage, path) {
  return join(stage.root, path);
}

// How this machine reaches a package registry belongs to the machine; nothing else of its environment gets in.
function networkOf(env) {
  const names = Object.keys(env).filter((name) => /^HOME$|proxy|cert|^npm_config_(registry|cafile|cache)$/i.test(name));
  return Object.fromEntries(names.map((name) => [name, env[name]]));
}

// The image's node is 26; here that is the one the lockfile pins.
function pinnedNode(context, folder) {
  const file = realpathSync(join(context, 'node_modules/.bin/node'));
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  cpSync(file, join(bin, 'node.real'));
  chmodSync(join(bin, 'node.real'), 0o755);
  symlinkSync('node.real', join(bin, 'node'));
  return { folder: bin, file: join(bin, 'node.real') };
}
