// operate.mjs ARCHIVES VERSION BALANCER,BALANCER HELD: what an operator does afterwards, under load, behind each balancer; started by install.mjs.
import { failuresOf, startLoad } from '../../../e2e/stack/load.ts';
import { CookieJar } from '../../../e2e/stack/cookie-jar.ts';
import { Program } from '../../../e2e/stack/program.ts';
import { bearer, register } from '../../../e2e/stack/test-user.ts';
import { codeOf as codeIn, request } from '../../../e2e/stack/request.ts';
import { log } from '../../../scripts/log.mjs';
import { root } from '../../../scripts/workspace.mjs';
import { checkBalancer, checkWaiting, stack } from './balanced.mjs';
import { readBlocks } from './document.mjs';
import { run, shell } from './shell.mjs';
import { check, step, tally } from './steps.mjs';

const [archives, version, balancers, before] = process.argv.slice(2);
const LEAST_REQUESTS = 5_000;
const all = readBlocks(root);
const blocks = new Map(all.map((block) => [block.name, block]));
const figures = [];

const codeOf = (name) => blocks.get(name).code.replaceAll('0.1.0', version);
const follow = (name) => step(blocks.get(name).section, () => run(codeOf(name), { cwd: archives }).then(() => name));
const kidOf = (token) => JSON.parse(Buffer.from(token.split('.')[0], 'base64url')).kid;

/** Restarts under load; no request may fail, and none is repeated but what a browser repeats. */
async function underLoad(what, work) {
  const load = await startLoad(stack, { username: 'ada', readers: 8, logins: 1, renewEvery: 1_000, pause: 10 });
  try {
    await work();
  } finally {
    const tally = await load.stop();
    const requests = tally.reads + tally.logins + tally.refreshes;
    const failures = failuresOf(tally);
    figures.push(`${what}: ${failures} of ${requests} failed`);
    check(`${what}: no request fails`, failures === 0, `${failures} of ${requests} ${JSON.stringify(tally.failures)}`);
    check(`${what}: at least ${LEAST_REQUESTS} requests`, requests >= LEAST_REQUESTS, requests);
    check(`${what}: nobody is logged out`, tally.loggedOut === 0, tally.loggedOut);
  }
}

async function logInThrough(balancer) {
  const ada = await Program.logIn(stack, 'ada');
  const there = await ada.ask(stack.retirement, { path: '/api/me' });
  check(`a token of the bank counts at retirement behind ${balancer}`, there.status === 200, there.status);
  const body = { username: 'ada', password: 'a long walk to the lighthouse', transport: 'cookie' };
  const jar = new CookieJar(stack);
  const answer = await jar.ask(stack.bank, stack.bank, { method: 'POST', path: '/api/login', json: body });
  const cookie = answer.headers.get('set-cookie')?.find((line) => line.startsWith('__Secure-latchkey=')) ?? '';
  check(
    'the cookie is for all of example.com, and for https',
    /domain=example\.com/i.test(cookie) && /secure/i.test(cookie),
    cookie.slice(cookie.indexOf(';')),
  );
  const page = await jar.ask(stack.retirement, stack.retirement, { path: '/api/me' });
  check(`a browser is logged in at retirement`, page.status === 200, page.status);
  await checkLogout();
  return ada;
}

/** Retirement hears of it from the bank, by its public name and with the CA. */
async function checkLogout() {
  const leaver = await Program.logIn(stack, 'ada');
  await leaver.ask(stack.bank, { method: 'POST', path: '/api/logout' });
  const began = performance.now();
  let code;
  do {
    code = codeIn(await leaver.ask(stack.retirement, { path: '/api/me' }));
  } while (code !== 'session_ended' && performance.now() - began < 20_000);
  const seconds = ((performance.now() - began) / 1000).toFixed(2);
  check(
    'a logout at the bank counts at retirement, which asks the bank by TLS',
    code === 'session_ended',
    `${code} after ${seconds} s`,
  );
}

/** A restart with a setting that is wrong fails at once, and the other replica goes on. */
async function wrongSetting() {
  await run('cp /etc/latchkey/bank.env /root/bank.env; echo LOG_LEVEL=loud >> /etc/latchkey/bank.env');
  const began = performance.now();
  const { status } = await shell(codeOf('restart').split('\n')[0] + '\nsystemctl is-active latchkey-bank@3011');
  const seconds = (performance.now() - began) / 1000;
  check('and soon, after the grace of the one before', seconds < 25, seconds.toFixed(1));
  const said = await run('journalctl --unit=latchkey-bank@3011 --output=cat --lines=20');
  check('a wrong setting: the restart fails', status !== 0, status);
  check(
    'the log names the setting and its fix',
    /LOG_LEVEL .*Set it to|LOG_LEVEL .*\./.test(said),
    said.trim().slice(-300),
  );
  check('the other replica was not touched', (await shell('systemctl is-active latchkey-bank@3012')).status === 0);
  const me = await request(stack.bank, { path: '/health/ready' });
  check('and serves', me.status === 200, me.status);
  const restarts = await run('sleep 3; systemctl show --property=NRestarts --value latchkey-bank@3011');
  check('it is not started again and again', restarts.trim() === '0', restarts.trim());
  await run('cat /root/bank.env > /etc/latchkey/bank.env; systemctl restart latchkey-bank@3011');
}

/** There is no collector here: from now on every restart brings an exporter that reaches nobody. */
async function traceToNobody() {
  await follow('traces');
  await run('systemctl restart latchkey-retirement@3021');
  const command = await run(
    'tr "\\0" " " < /proc/$(systemctl show -p MainPID --value latchkey-retirement@3021)/cmdline',
  );
  check('a replica exports its traces, to nobody, and is ready', command.includes('tracing.js'), command.trim());
}

async function rotate(ada) {
  const before = kidOf(ada.access);
  await follow('rotate');
  await ada.renew();
  check('the bank signs with the new key', kidOf(ada.access) !== before, kidOf(ada.access));
  const reads = await Promise.all(
    [stack.bank, stack.retirement].map((to) => request(to, { path: '/api/me', headers: [bearer(ada.access)] })),
  );
  check(
    'and every service takes it',
    reads.every(({ status }) => status === 200),
    reads.map(({ status }) => status),
  );
}

const serial = () =>
  run(
    'echo | openssl s_client -connect 127.0.0.1:443 -servername bank.example.com 2>/dev/null | openssl x509 -noout -serial',
  );

async function renewCertificate(balancer) {
  const before = await serial();
  const renewal = all.find(({ code }) => code.includes('site.csr'));
  await run(renewal.code);
  await follow(`${balancer}-certificate`);
  await run('sleep 1');
  check(`${balancer} serves the new certificate`, (await serial()) !== before);
}

/** systemd says of each that it ended with 0, and of none anything else. */
async function checkStop() {
  const began = Math.floor(Date.now() / 1000);
  await follow('stop');
  const said = await run(`sleep 1; journalctl --output=cat --since=@${began} --unit='latchkey-*'`);
  const ended = said.match(/^latchkey-\S+: Deactivated successfully\.$/gm)?.length;
  check('every replica ends with 0', ended === 4 && !/Failed with result|status=[1-9]/.test(said), `${ended} of 4`);
}

async function packNext() {
  const folder = '/root/next';
  await run(
    `mkdir -p ${folder} && tar -xzf latchkey-bank-${version}.tar.gz -C ${folder} && cd ${folder} && mv * latchkey-bank-0.2.0
    sed -i 's/"version": "${version}"/"version": "0.2.0"/' latchkey-bank-0.2.0/package.json
    tar -czf ${archives}/latchkey-bank-0.2.0.tar.gz latchkey-bank-0.2.0`,
    { cwd: archives },
  );
}

const balancersToTry = balancers.split(',').filter((name) => name !== '');
try {
  for (const [index, balancer] of balancersToTry.entries()) {
    await follow(balancer);
    await follow('look');
    if (index === 0) await register(stack, 'ada');
    const ada = await logInThrough(balancer);
    await checkBalancer(balancer);
    await step(`streams and long polls through ${balancer}`, () => checkWaiting(balancer, ada.access));
    await underLoad(`rolling restart of both services behind ${balancer}`, () => follow('restart'));
    if (index === 0) {
      await step('a wrong setting', wrongSetting);
      await step('no collector', traceToNobody);
      await step('rotation of the key', () => rotate(ada));
    } else {
      await packNext();
      await underLoad(`upgrade and rollback of the bank behind ${balancer}`, async () => {
        await follow('upgrade');
        check(
          'replicas run the new version',
          /0\.2\.0/.test(await run('readlink /proc/$(systemctl show -p MainPID --value latchkey-bank@3012)/cwd')),
        );
        await follow('back');
      });
    }
    await renewCertificate(balancer);
    if (index < balancersToTry.length - 1) await run(`systemctl stop ${balancer}`);
  }
  await follow('users');
  await follow('log');
  await checkStop();
} catch (error) {
  check('the pages can be followed to their end', false, error.stack);
  log((await run('journalctl --no-pager --lines=40 --output=cat').catch(() => '')).trim());
}
const { held, failed } = tally();
for (const figure of figures) log(`  ${figure}`);
log(`${Number(before) + held} checks held, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
