import { randomBytes } from 'node:crypto';
import { failuresOf, startLoad } from '../../e2e/stack/load.ts';
import { Program } from '../../e2e/stack/program.ts';
import { register } from '../../e2e/stack/test-user.ts';
import { lastLines } from './docker.mjs';

/** Light: the machine has other things to do, and every request counts. */
const LOAD = { readers: 4, logins: 1, renewEvery: 3_000, pause: 50 };

/** The keys command in its own container, from a new key to the end of the old one; nobody is refused or logged out. */
export async function rotate(run, deployment) {
  const { stack, compose } = deployment;
  const username = `reader-${randomBytes(4).toString('hex')}`;
  await register(stack, username);
  const before = await Program.logIn(stack, username);
  const kid = kidOf(before.access);
  const load = await startLoad(stack, { username, ...LOAD });
  let tally;
  try {
    for (const step of [
      ['start'],
      ['check', '--wait', '60'],
      ['promote', '--wait', '60'],
      ['finish', '--wait', '120', '--margin', '5'],
    ]) {
      const { code, output } = await compose.try(['run', '--rm', '-T', 'keys', ...step]);
      run.check(code === 0, `keys ${step.join(' ')}`, code === 0 ? '' : lastLines(output, 8));
    }
    await run.sleep(3_000);
  } finally {
    tally = await load.stop();
  }
  const renewal = await before.renew();
  run.check(
    renewal.status === 200 && kidOf(before.access) !== kid,
    'an earlier session goes on with a token of the new key',
  );
  tellLoad(run, tally, 'while a key was rotated');
}

/** What became of the requests of a load. */
export function tellLoad(run, tally, when) {
  const asked = `${tally.reads} reads, ${tally.logins} logins, ${tally.refreshes} renewals`;
  const failures = Object.entries(tally.failures).map(([kind, count]) => `${count} × ${kind}`);
  run.check(failuresOf(tally) === 0 && tally.reads > 0, `no request failed ${when}`, [asked, ...failures].join('; '));
  run.check(tally.loggedOut === 0, `nobody was logged out ${when}`);
}

const kidOf = (token) => JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString()).kid;
