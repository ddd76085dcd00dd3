import { log } from '../../scripts/log.mjs';

const PROBE_MS = 5_000;
const PULL_MS = 300_000;

/** Whether the engine can be asked for images: a registry answers from here, or it has a mirror of its own. */
export async function registryAnswers(docker) {
  const mirrors = await docker.try(['info', '--format', '{{json .RegistryConfig.Mirrors}}']);
  if (/http/.test(mirrors.stdout)) return true;
  try {
    // Who is not known gets 401, which is an answer.
    await fetch('https://registry-1.docker.io/v2/', { signal: AbortSignal.timeout(PROBE_MS) });
    return true;
  } catch {
    return false;
  }
}

/** Whether the engine has the image in the end. */
export async function pull(docker, image) {
  if (await docker.hasImage(image)) return true;
  const { code, output } = await docker.try(['pull', '--quiet', image], { timeout: PULL_MS });
  if (code !== 0) log(`  ${image} cannot be pulled: ${output.trim().split('\n').at(-1)}`);
  return code === 0;
}
