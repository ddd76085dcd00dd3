import { command } from '../../scripts/command.mjs';
import { ExplainedError, log } from '../../scripts/log.mjs';
import { programs } from './docker.mjs';

/** Installs Debian's packages, and says so before; an error that names the fix where that is not possible or not wanted. */
export async function installPrograms(packages, mayInstall) {
  const line = `apt-get install --yes --no-install-recommends ${packages.join(' ')}`;
  const [apt] = programs('apt-get');
  if (process.getuid?.() !== 0 || apt === undefined)
    throw new ExplainedError(`Missing: ${packages.join(', ')}. Install them first; on Debian as root: ${line}`);
  if (!mayInstall)
    throw new ExplainedError(`Missing: ${packages.join(', ')}, and --no-install is given. Install them: ${line}`);
  log(`  installing: ${line}`);
  for (const args of [['update'], line.split(' ').slice(1)]) {
    const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, quiet: true, told: 'leader' };
    const { code, output } = await command(apt, args, options);
    if (code !== 0)
      throw new ExplainedError(`apt-get ${args[0]} ended with ${code}:\n${output.trimEnd().slice(-1500)}`);
  }
}
