import { delimiter, dirname } from 'node:path';
import { command } from '../../scripts/command.mjs';
import { ExplainedError } from '../../scripts/log.mjs';
import { goOnFor, lastLines, programs } from './docker.mjs';
import { installPrograms } from './install.mjs';

/** Finds Compose: the plug-in of the docker command, else a program of its own; installs Debian's where neither is there. */
export async function openCompose({ docker }, { mayInstall }) {
  const found = await composeProgram(docker);
  if (found !== undefined) return found;
  await installPrograms(['docker-compose'], mayInstall);
  return composeProgram(docker);
}

async function composeProgram({ program, env }) {
  // Scripts of the deployment are to find the same docker command.
  const path = [dirname(program), process.env.PATH].join(delimiter);
  for (const [file, ...args] of [[program, 'compose'], ...programs('docker-compose').map((one) => [one])]) {
    const { code, stdout } = await command(file, [...args, 'version', '--short'], { quiet: true, env, told: 'leader' });
    if (code === 0) return { file, args, env, path, version: stdout.trim().replace(/^v/, '') };
  }
  return undefined;
}

/** One deployment by Compose: a project of its own name, with the files and variables of its own folder. */
export class Compose {
  constructor(program, { folder, project, files }) {
    this.program = program;
    this.folder = folder;
    this.project = project;
    /** What tells Compose, also when a script of the deployment calls it, which project of which engine is meant. */
    this.env = { ...program.env, COMPOSE_PROJECT_NAME: project, COMPOSE_FILE: files.join(':'), PATH: program.path };
  }

  async run(args, options) {
    const { code, output, stdout } = await this.try(args, options);
    if (code === 0) return stdout.trim();
    throw new ExplainedError(`compose ${args.join(' ')} ended with ${code}:\n${lastLines(output, 30)}`);
  }

  try(args, { told = 'leader', ...options } = {}) {
    goOnFor(told);
    const { file, args: first } = this.program;
    return command(file, [...first, ...args], { cwd: this.folder, env: this.env, quiet: true, told, ...options });
  }

  /** The ids of a service's containers that run. */
  async containers(service) {
    return (await this.run(['ps', '--quiet', service])).split('\n').filter((id) => id !== '');
  }
}
