// node e2e/releases/record-release.ts CHECKOUT FOLDER: lets a built release do once what deployments of it do all day, and keeps what it
// wrote: to browsers and services, and in its databases. Tests of later releases read it. Run by npm run record-release.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sleep, until } from '../stack/clock.ts';
import { CookieJar } from '../stack/cookie-jar.ts';
import { claimsOf, Program } from '../stack/program.ts';
import { bearer, register } from '../stack/test-user.ts';
import { dumpTables, query } from './database-rows.ts';
import { RecordedDeployment, type RecordedLogin } from './recorded-deployment.ts';

const [checkout = '', folder = ''] = process.argv.slice(2).map((path) => resolve(path));
const PATIENCE = 60_000;
const FEED = '/.well-known/latchkey/revocations';

const deployment = await RecordedDeployment.start(checkout);
const { bank, retirement } = deployment;
const logins: RecordedLogin[] = [];

/** A program and a browser that log in, and what they are given. */
async function logInBoth(username: string, what: string): Promise<{ program: Program; browser: CookieJar }> {
  const [program, browser] = [await Program.logIn(deployment, username), await CookieJar.logIn(deployment, username)];
  for (const [transport, { access, refresh }] of Object.entries({ bearer: program, cookie: browser })) {
    const { ver, sid, sub } = claimsOf(access) as { ver: number; sid: string; sub: string };
    logins.push({ what, username, transport, version: ver, sid, sub, access, refresh });
  }
  return { program, browser };
}

async function issues(version: 1 | 2): Promise<void> {
  await query(deployment.databases.bank, 'UPDATE token_contract SET version = $1', [version]);
  const isIssued = async (): Promise<boolean> =>
    claimsOf((await Program.logIn(deployment, 'visitor')).access)['ver'] === version;
  if ((await until(isIssued, PATIENCE)) === undefined) throw new Error(`version ${version} is not issued`);
}

async function readFeed(
  what: string,
  search = '',
  headers: [string, string][] = [],
): Promise<{ what: string; text: string }> {
  const { body } = await deployment.ask(bank, {
    path: `${FEED}${search}`,
    headers: [['Prefer', 'wait=1'], ...headers],
  });
  return { what, text: body };
}

const asked = async (target: typeof bank, path: string, headers: [string, string][] = []): Promise<unknown> =>
  JSON.parse((await deployment.ask(target, { path, headers })).body);

try {
  for (const name of ['ada', 'grace', 'visitor', 'leaver']) await register(deployment, name);
  await logInBoth('ada', 'before a role was given');
  await deployment.users('grant', 'ada', 'adviser');
  await issues(1);
  await logInBoth('ada', 'version 1, HS256');
  await issues(2);
  const lasting = await logInBoth('ada', 'version 2, HS256');
  await deployment.promoteNewKey('ES256');
  const { program } = await logInBoth('ada', 'version 2, ES256');
  const plan = { retirementAge: 63, monthlyWishMinor: '123400' };
  await deployment.ask(retirement, { method: 'PUT', path: '/api/plan', json: plan, headers: [bearer(program.access)] });

  // Logged out at each service; the second one is told to the bank by a delivery.
  const gone = await logInBoth('grace', 'logged out');
  await deployment.ask(bank, { method: 'POST', path: '/api/logout', headers: [bearer(gone.program.access)] });
  const left = await gone.browser.ask(retirement, retirement, { method: 'POST', path: '/api/logout' });
  await until(() => deployment.deliveries.length > 0, PATIENCE);
  await deployment.users('grant', 'grace', 'adviser');
  const leaver = await Program.logIn(deployment, 'leaver');
  await deployment.deleteAccount(leaver, 'leaver');

  const lists = await readFeed('all lists', '?ver=2');
  const { etag } = claimsOf(lists.text) as { etag: string };
  const feed = [
    await readFeed('all sessions that are over'),
    lists,
    await readFeed('nothing new', '?ver=2&deleted_after=1', [['If-None-Match', `"${etag}"`]]),
  ];
  const at = Date.now();
  // Every replica reports itself every five seconds.
  await sleep(6_000);
  const operator: [string, string][] = [['Authorization', `Bearer ${deployment.opsToken}`]];
  const answers = {
    logins,
    feed,
    deliveries: deployment.deliveries,
    logoutCookies: left.headers.get('set-cookie') ?? [],
    keyReports: {
      bank: await asked(bank, '/internal/keys', operator),
      retirement: await asked(retirement, '/internal/keys', operator),
    },
    services: {
      bank: await asked(bank, '/.well-known/latchkey/services'),
      retirement: await asked(retirement, '/api/services'),
    },
    jwks: await asked(bank, '/.well-known/jwks.json'),
    me: await asked(retirement, '/api/me', [bearer(lasting.program.access)]),
    sessions: await asked(bank, '/api/sessions', [bearer(lasting.program.access)]),
  };

  // One more logout at retirement, while the bank is away: it waits in retirement's table.
  const waiting = await Program.logIn(deployment, 'grace');
  await deployment.stopBank();
  await deployment.ask(retirement, { method: 'POST', path: '/api/logout', headers: [bearer(waiting.access)] });
  const settings = { at, pendingLogout: waiting.sid, leaver: claimsOf(leaver.access)['sub'], ...deployment.settings() };
  await deployment.stopRetirement();
  const tables = {
    bank: await dumpTables(deployment.databases.bank),
    retirement: await dumpTables(deployment.databases.retirement),
  };
  // Only of many is a part told: what is new since a moment.
  await deployment.startWithOldLogouts(5_001);
  const { as_of: since } = claimsOf(lists.text) as { as_of: number };
  feed.push(
    await readFeed('sessions since a moment', `?since=${since}`),
    await readFeed('lists since a moment', `?ver=2&since=${since}&rights_since=${since}&deleted_after=1`),
  );
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries({ settings, answers, tables }))
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`);
} finally {
  await deployment.remove();
}
