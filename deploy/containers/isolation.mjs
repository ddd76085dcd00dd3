import { log } from '../../scripts/log.mjs';

/** How the containers run: what they may not do, and whom they cannot reach. */
export async function isolation(run, deployment) {
  const states = await deployment.states();
  const ended = states.filter(({ status, exitCode }) => status === 'exited' && exitCode !== 0);
  run.check(ended.length === 0, 'every step before the services ended with 0', ended.map(({ name }) => name).join(' '));
  const services = Object.keys(deployment.stack.services);
  const running = states.filter(({ service }) => services.includes(service));
  const all = (holds, what) => {
    const not = running.filter((one) => !holds(one));
    run.check(running.length > 0 && not.length === 0, what, not.map(({ name }) => name).join(' '));
  };
  all(
    ({ host }) => host.ReadonlyRootfs && host.CapDrop?.includes('ALL'),
    'services cannot write their files, and have no privileges',
  );
  all(
    ({ host }) => host.SecurityOpt?.some((option) => option.includes('no-new-privileges')),
    'services cannot get any',
  );
  all(({ host }) => host.Init === true, 'an init passes signals on to services');
  all(({ host }) => host.Memory > 0 && host.PidsLimit > 0, 'services have limits of memory and processes');
  all(({ host }) => host.LogConfig?.Config?.['max-size'] !== undefined, 'the logs of services cannot fill a disk');
  const { compose } = deployment;
  const look =
    'require("node:dns").promises.lookup(process.argv[1]).then(() => console.log("found"), (error) => console.log(error.code))';
  const seen = (await compose.try(['exec', '-T', 'retirement', 'node', '-e', look, 'bank-db'])).stdout.trim();
  run.check(seen.startsWith('E'), "retirement does not even know the address of the bank's database", seen);
  log(`  ${running.map(({ name }) => name).join(', ')} are healthy`);
}
