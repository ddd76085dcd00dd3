const ROUNDS = 10;
/** Within so many milliseconds of its start a container is told to stop: before, while and after a service has started. */
const SPREAD_MS = 1_500;
/** What an ending may take beyond DRAIN_GRACE, in seconds. */
const MARGIN = 5;

/** `docker stop` at any moment after the start: no signal is lost, so nothing is ever killed. */
export async function signals(run, deployment) {
  const { docker } = deployment.engine;
  const limit = Number(deployment.settings.DRAIN_GRACE) + MARGIN;
  for (const service of Object.keys(deployment.stack.services)) {
    const [id] = await deployment.compose.containers(service);
    const ends = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await docker.run(['stop', '--time', '40', id]);
      await docker.run(['start', id]);
      const delay = Math.round((SPREAD_MS * (round + Math.random())) / ROUNDS);
      await run.sleep(delay);
      const began = performance.now();
      await docker.run(['stop', '--time', '40', id]);
      const seconds = (performance.now() - began) / 1000;
      const { State: state } = await docker.inspect(id);
      ends.push({ delay, seconds, code: state.ExitCode });
    }
    await docker.run(['start', id]);
    const told = ends.map(({ delay, seconds, code }) => `${delay} ms → ${code} in ${seconds.toFixed(1)} s`).join(', ');
    const isFine = ({ code, seconds }) => (code === 0 || code === 143) && seconds <= limit;
    run.check(
      ends.every(isFine),
      `${service}: ${ROUNDS} stops soon after a start end within ${limit} s, none by force`,
      told,
    );
  }
  await deployment.healthy();
}
