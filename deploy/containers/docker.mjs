import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { command } from '../../scripts/command.mjs';
import { ExplainedError } from '../../scripts/log.mjs';
import { isInterrupted } from '../../scripts/processes.mjs';

/** Where programs of administrators are that a user's PATH may lack. */
const MORE = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'];
/** The first whose `docker build` cannot hand over a secret without the plug-in buildx. */
const NEEDS_BUILDX = 23;

/** Every program of this name, in the order of the PATH. */
export function programs(name) {
  const folders = new Set([...(process.env.PATH ?? '').split(delimiter), ...MORE]);
  return [...folders].map((folder) => join(folder, name)).filter((path) => path.startsWith('/') && isProgram(path));
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return existsSync(path);
  } catch {
    return false;
  }
}

/** The docker command at one engine. */
export class Docker {
  constructor(program, env = {}) {
    this.program = program;
    // BuildKit is what takes secrets; engines before 23 have it, and do not use it unasked.
    this.env = { DOCKER_BUILDKIT: '1', COMPOSE_DOCKER_CLI_BUILD: '1', ...env };
  }

  /** What it wrote to its standard output; an error that quotes the end of what it said if it did not end with 0. */
  async run(args, options = {}) {
    const { code, output, stdout } = await this.try(args, options);
    if (code === 0) return stdout.trim();
    throw new ExplainedError(`docker ${args.join(' ').slice(0, 200)} ended with ${code}:\n${lastLines(output, 25)}`);
  }

  /** The same without an error. */
  try(args, { told = 'leader', ...options } = {}) {
    goOnFor(told);
    return command(this.program, args, { env: this.env, quiet: true, told, ...options });
  }

  async inspect(name) {
    return JSON.parse(await this.run(['inspect', name]))[0];
  }

  async hasImage(name) {
    return (await this.try(['image', 'inspect', name])).code === 0;
  }
}

/** Once a run is told to end it begins nothing but what puts things away. */
export function goOnFor(told) {
  if (told !== 'nobody' && isInterrupted()) throw new ExplainedError('interrupted');
}

export function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

/** Whether this docker command can build with secrets. */
export async function canBuild(docker) {
  const { stdout } = await docker.try(['version', '--format', '{{.Client.Version}}']);
  const [major] = stdout.split('.');
  return Number(major) < NEEDS_BUILDX || (await docker.try(['buildx', 'version'])).code === 0;
}
