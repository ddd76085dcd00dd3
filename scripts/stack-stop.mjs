import { stopAll } from './processes.mjs';
import { say } from './log.mjs';
import { onSignal } from './signals.mjs';

/** Makes the one way in which a house ends, whoever asks: a signal, the loss of our npm, or a failed start. */
export function stopper(house) {
  const stop = async (reason) => {
    if (house.stopping) return;
    say(`\n  stopping: ${reason}`);
    await stop.quietly();
    say('  stopped');
    process.exit();
  };
  stop.quietly = async () => {
    house.stopping = true;
    // Services first: they finish what they do, and need their database for it.
    await stopAll(house.programs, 10_000);
    const databases = await house.databases?.catch(() => undefined);
    await databases?.stop();
    await house.loopbacks?.close();
    house.run.release();
  };
  onSignal((name) => void stop(name));
  house.run.onAbandoned(() => void stop('the npm that started this is gone'));
  return stop;
}

/** Tells when a service ends by itself. The others go on without it, as they do in production. */
export function reportDeath(house, child, stop) {
  void child.ended.then(({ how }) => {
    if (house.stopping || child.dismissed) return;
    child.dismissed = true;
    say(`\n✗ ${child.name} ${how} (log: ${child.log}).\n${child.lastWords()}`);
    const left = [...house.children.values()].filter(({ dismissed }) => !dismissed).map(({ name }) => name);
    if (left.length > 0) return say(`  ${left.join(' and ')} goes on. To have all again: ctrl-C, npm start.`);
    process.exitCode = 1;
    return stop('no service is left');
  });
}
