import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBackup, startEmbeddedPostgres, takeBackup } from '@latchkey/postgres';
import { freePort } from '@latchkey/testing/free-port';
import { log } from '../../scripts/log.mjs';
import { withCleanUp } from './databases/clean-up.mjs';
import { join as register, logIn, refresh, send, tokensOf } from './databases/client.mjs';
import { deploymentIn, readiness, runProgram, startService } from './databases/deployment.mjs';
import { dumpTo, restoreFrom } from './databases/dump.mjs';

const HELP = `npm run rehearse -- restore [--copy] [--forget]

Runs a bank and retirement on loopback, takes a backup of the bank's database while both work, goes on working, loses that
database, restores the backup as docs/database.md says, and tries to get back in with everything that had ended since.
The backup is a pg_dump where there is one that fits the server, else (or with --copy) a copy of the files.
--forget leaves out "users restored", to show what that step is for: the result is then a failure.`;

/** Rehearses backup and restore of the bank; answers the exit code. */
export async function rehearsal(args) {
  if (args.includes('--help')) return log(HELP) ?? 0;
  return withCleanUp((folder, later) => rehearse(folder, later, args));
}

async function rehearse(folder, later, args) {
  const dataDir = join(folder, 'bank');
  const port = await freePort();
  let server = await startEmbeddedPostgres({ dataDir, port, databases: ['bank'] });
  later(() => server.stop());
  const other = await startEmbeddedPostgres({
    dataDir: join(folder, 'retirement'),
    port: await freePort(),
    databases: ['retirement'],
  });
  later(() => other.stop());
  const { url, environment } = await deploymentIn(folder);
  const env = {
    bank: environment('bank', server.url('bank')),
    retirement: environment('retirement', other.url('retirement')),
  };
  await runProgram('bank', { ...env.bank, MIGRATE_DATABASE_URL: server.ownerUrl('bank') }, 'migrate');
  await runProgram('retirement', { ...env.retirement, MIGRATE_DATABASE_URL: other.ownerUrl('retirement') }, 'migrate');
  let bank = await startService('bank', env.bank, url('bank'));
  later(() => bank.stop());
  const retirement = await startService('retirement', env.retirement, url('retirement'));
  later(() => retirement.stop());
  log('  bank and retirement run, each with a database server of its own');

  const people = {};
  for (const name of ['ada', 'grace', 'eve', 'joan']) people[name] = await register(url('bank'), name);
  const { ada, grace, eve, joan } = people;
  const how = await backUp(args, { server, dataDir, folder });
  log(`  backup taken by ${how.name}`);

  await send(`${url('bank')}/api/logout`, { token: ada.token, method: 'POST' });
  const second = tokensOf((await refresh(url('bank'), grace.refreshToken)).body);
  const newest = tokensOf((await refresh(url('bank'), second.refreshToken)).body);
  const late = await logIn(url('bank'), 'eve');
  await send(`${url('bank')}/api/logout`, { token: late.token, method: 'POST' });
  await runProgram('bank', env.bank, 'users', 'grant', 'eve', 'support');
  await runProgram('bank', env.bank, 'users', 'revoke', 'eve', 'support');
  await until('retirement has heard of both logouts', async () => {
    const answers = await Promise.all([ada, late].map(({ token }) => read(url('retirement'), token)));
    return answers.every((status) => status === 401);
  });
  log('  since then: two logouts, two renewals, a login, a role granted and revoked');

  await bank.stop();
  await server.kill();
  server = await how.restore(port);
  log('  the database is lost and restored from the backup; the bank is stopped');
  await runProgram('bank', { ...env.bank, MIGRATE_DATABASE_URL: server.ownerUrl('bank') }, 'migrate');
  const isForgotten = args.includes('--forget');
  if (!isForgotten) log(`  users restored: ${await runProgram('bank', env.bank, 'users', 'restored')}`);
  bank = await startService('bank', env.bank, url('bank'));

  const failures = [];
  const demand = (what, holds) => {
    log(`  ${holds ? 'ok  ' : 'NOT '} ${what}`);
    if (!holds) failures.push(what);
  };
  const old = [
    ['the refresh token of a session that was logged out', ada.refreshToken],
    ['a refresh token that was used', grace.refreshToken],
    ['its successor, used as well', second.refreshToken],
    ['the newest of that session', newest.refreshToken],
    ['the refresh token of a session that nobody used', joan.refreshToken],
    ['the refresh token of a session that began after the backup and ended', late.refreshToken],
  ];
  for (const [what, token] of old) demand(`${what} opens nothing`, (await refresh(url('bank'), token)).status === 401);
  await sleep(1500);
  for (const [what, { token }] of [
    ['a session that was logged out', ada],
    ['one that was renewed', newest],
    ['one that nobody used', joan],
  ]) {
    demand(`the access token of ${what} is refused by the bank`, (await read(url('bank'), token)) === 401);
    demand(`the access token of ${what} is refused by retirement`, (await read(url('retirement'), token)) === 401);
  }
  demand(
    'retirement still refuses a session that began and ended after the backup',
    (await read(url('retirement'), late.token)) === 401,
  );
  for (const { username } of [ada, eve]) {
    const again = await logIn(url('bank'), username);
    demand(`${username} logs in and is known at the bank`, (await read(url('bank'), again.token)) === 200);
    demand(`and at retirement, without a wait`, (await read(url('retirement'), again.token)) === 200);
    await send(`${url('bank')}/api/logout`, { token: again.token, method: 'POST' });
    await until(
      `a logout of ${username} arrives`,
      async () => (await read(url('retirement'), again.token)) === 401,
      5000,
    );
  }
  const { checks = {} } = (await readiness(url('retirement'))) ?? {};
  demand(
    'retirement is ready and follows the feed',
    Object.values(checks).every(({ ok }) => ok),
  );
  log(
    failures.length === 0
      ? `Restored by ${how.name}: nobody got back in.`
      : `Failed: ${failures.length} of what was demanded.`,
  );
  return failures.length === 0 ? 0 : 1;
}

const read = async (url, token) => (await send(`${url}/api/me`, { token })).status;

async function until(what, holds, withinMs = 10_000) {
  for (const end = Date.now() + withinMs; !(await holds()); await sleep(50)) {
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
  }
}

async function backUp(args, { server, dataDir, folder }) {
  const file = join(folder, 'bank.dump');
  const refusal = args.includes('--copy') ? 'it was asked for' : dumpTo(file, server.ownerUrl('bank'));
  if (refusal === undefined) return { name: 'pg_dump', restore: (port) => restoreFrom(file, { server, folder, port }) };
  if (!args.includes('--copy')) log(`  no pg_dump: ${refusal}`);
  const copy = join(folder, 'copy');
  await takeBackup({ dataDir, adminUrl: server.adminUrl }, copy);
  return { name: 'a copy of the files', restore: (port) => startBackup(copy, port) };
}
