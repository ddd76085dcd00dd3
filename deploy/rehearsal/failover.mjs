import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres, startStandby } from '@latchkey/postgres';
import { rowsOf } from '@latchkey/testing/database-client';
import { freePort } from '@latchkey/testing/free-port';
import { log } from '../../scripts/log.mjs';
import { withCleanUp } from './databases/clean-up.mjs';
import { join as register, refresh } from './databases/client.mjs';
import { deploymentIn, readiness, runProgram, startService } from './databases/deployment.mjs';
import { startLoad } from './databases/load.mjs';
import { openName } from './databases/moving-name.mjs';

const MOST_SECONDS = 6;
const HELP = `npm run rehearse -- failover [--people N] [--seconds N]

Runs a bank on a primary and a real standby that follows it by synchronous streaming. The bank's URL names both; retirement
reaches its database by one name, which is moved. While N (20) people renew their sessions, log in and log out without pause,
the primary is killed, the standby is promoted a second later, and the name is moved. Demanded: requests are answered with
503 for at most ${MOST_SECONDS} s, with nothing else that is an error; nobody is logged out; nothing that was acknowledged is lost.`;

/** Rehearses a failover of the databases under load; answers the exit code. */
export async function rehearsal(args) {
  if (args.includes('--help')) return log(HELP) ?? 0;
  const { values } = parseArgs({ args, options: { people: { type: 'string' }, seconds: { type: 'string' } } });
  const { people = '20', seconds = '5' } = values;
  return withCleanUp((folder, later) => rehearse(folder, later, Number(people), Number(seconds)));
}

async function rehearse(folder, later, people, seconds) {
  const dataDir = join(folder, 'primary');
  const databases = ['bank', 'retirement'];
  const primary = await startEmbeddedPostgres({ dataDir, port: await freePort(), databases, durable: false });
  later(() => primary.stop());
  const standby = await startStandby(
    { dataDir, adminUrl: primary.adminUrl },
    join(folder, 'standby'),
    await freePort(),
  );
  later(() => standby.stop());
  const { url, environment } = await deploymentIn(folder);
  const [one, other] = [primary, standby].map(({ adminUrl }) => new URL(adminUrl).host);
  const name = await openName(primary.url('retirement'));
  later(() => name.close());
  const env = {
    bank: environment('bank', primary.url('bank').replace(one, `${one},${other}`)),
    retirement: environment('retirement', name.url),
  };
  for (const id of databases)
    await runProgram(id, { ...env[id], MIGRATE_DATABASE_URL: primary.ownerUrl(id) }, 'migrate');
  await rowsOf(primary.adminUrl, "ALTER SYSTEM SET synchronous_standby_names = '*'");
  await rowsOf(primary.adminUrl, 'SELECT pg_reload_conf()');
  const services = {};
  for (const id of databases) {
    services[id] = await startService(id, env[id], url(id));
    later(() => services[id].stop());
  }
  log(`  primary ${one}, standby ${other}; the bank's URL names both, retirement's one name`);

  const users = [];
  for (let n = 0; n < people; n++) users.push(await register(url('bank'), `person-${n}`));
  const load = startLoad(url, users);
  await sleep(1000 * seconds);
  const killed = performance.now();
  await primary.kill();
  log('  the primary is killed');
  await sleep(1000);
  await standby.promote();
  name.leadTo(standby.url('retirement'));
  log('  the standby is promoted, the name leads to it');
  await Promise.all(databases.map((id) => untilReady(url(id), killed + 30_000)));
  const back = (performance.now() - killed) / 1000;
  await sleep(1000 * seconds);
  const told = await load.stop();

  const failures = [];
  const demand = (what, holds) => {
    log(`  ${holds ? 'ok  ' : 'NOT '} ${what}`);
    if (!holds) failures.push(what);
  };
  const { statuses, longest, renewals, loggedOut } = told;
  log(
    `  ${Object.entries(statuses)
      .map(([status, count]) => `${count} × ${status}`)
      .join(', ')}; ready again after ${back.toFixed(1)} s`,
  );
  demand(`503 for at most ${MOST_SECONDS} s: ${(longest / 1000).toFixed(1)} s`, longest < 1000 * MOST_SECONDS);
  const odd = Object.keys(statuses).filter((status) => !['200', '204', '503'].includes(status));
  demand(`no other error${odd.length > 0 ? `: ${odd.join(', ')}` : ''}`, odd.length === 0);
  const after = await Promise.all(users.map(({ refreshToken }) => refresh(url('bank'), refreshToken)));
  demand(
    'nobody was logged out, and each renewal that was acknowledged is kept',
    after.every(({ status }) => status === 200),
  );
  const revived = await Promise.all(loggedOut.map(({ refreshToken }) => refresh(url('bank'), refreshToken)));
  demand(
    `each of ${loggedOut.length} logouts that were acknowledged is kept`,
    revived.every(({ status }) => status === 401),
  );
  for (const id of databases) {
    const { checks } = await readiness(url(id));
    const { state, host, listen } = checks.database.detail;
    demand(`${id} writes to ${host} and hears notifications`, state === 'writable' && listen === 'notifications');
  }
  log(
    failures.length === 0
      ? `Failed over: ${renewals} renewals, nothing lost.`
      : `Failed: ${failures.length} of what was demanded.`,
  );
  return failures.length === 0 ? 0 : 1;
}

async function untilReady(url, deadline) {
  for (; (await readiness(url))?.status !== 'ready'; await sleep(50)) {
    if (performance.now() > deadline) throw new Error(`${url} did not become ready again`);
  }
}
