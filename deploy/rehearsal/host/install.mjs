// install.mjs ARCHIVES VERSION BALANCER,BALANCER: the first program of the machine. Follows docs/hosts.md to the running deployment, then hands
// over to operate.mjs, which trusts the CA that was made meanwhile, as a browser of the place would.
import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { log } from '../../../scripts/log.mjs';
import { root } from '../../../scripts/workspace.mjs';
import { readBlocks } from './document.mjs';
import { run } from './shell.mjs';
import { check, step, tally } from './steps.mjs';

const [archives, version, balancers] = process.argv.slice(2);
const asWho = (user, command) =>
  run(`runuser -u ${user} -- ${command}`).then(
    () => true,
    () => false,
  );

try {
  await step('systemd', () =>
    run('until systemctl is-system-running --wait 2>/dev/null | grep -E "running|degraded"; do sleep 0.1; done'),
  );
  await step('what the packages of Debian make: a cluster of PostgreSQL, names for this host', async () => {
    appendFileSync('/etc/hosts', '\n127.0.0.1 bank.example.com retirement.example.com\n');
    const [newest] = (await run('ls /usr/lib/postgresql | sort -rn')).split('\n');
    await run(`pg_createcluster ${newest} main`);
  });
  for (const { section, code, name, why } of readBlocks(root)) {
    if (why !== undefined) log(`          (${section}: a block is not run: ${why})`);
    else if (name === undefined)
      await step(section, () => run(code.replaceAll('0.1.0', version), { cwd: archives }).then(() => ''));
    // One person logs in here as often as a thousand do elsewhere.
    if (section === 'Settings') appendFileSync('/etc/latchkey/bank.env', 'THROTTLE_ACCOUNT=0\n');
  }
  check('the bank reads its keys', await asWho('latchkey-bank', 'cat /var/lib/latchkey/keys/bank/keys.bank.json'));
  check(
    'retirement reads what verifies',
    await asWho('latchkey-retirement', 'cat /var/lib/latchkey/keys/verify/keys.verify.json'),
  );
  check('retirement does not read what signs', !(await asWho('latchkey-retirement', 'ls /var/lib/latchkey/keys/bank')));
  check(
    'the bank does not read the key of retirement',
    !(await asWho('latchkey-bank', 'ls /var/lib/latchkey/own/retirement')),
  );
  check('no service reads a file of settings', !(await asWho('latchkey-bank', 'cat /etc/latchkey/bank.env')));
  const owner = await run('ps -o user:32= -p $(systemctl show -p MainPID --value latchkey-bank@3011)');
  check('the bank runs as its own user', owner.trim() === 'latchkey-bank', owner.trim());
  for (const unit of ['latchkey-bank@3011', 'latchkey-retirement@3021', `latchkey-bank-migrate@${version}`]) {
    const exposure = Number(
      /level for .*: ([\d.]+)/.exec(await run(`systemd-analyze security --no-pager ${unit} || true`))?.[1],
    );
    check(`systemd-analyze security ${unit}: at most 2`, exposure <= 2, exposure);
  }
} catch (error) {
  log(`\n${error.stack}`);
  log((await run('journalctl --no-pager --lines=40 --output=cat').catch(() => '')).trim());
}
const { held, failed } = tally();
const env = { ...process.env, NODE_EXTRA_CA_CERTS: '/etc/latchkey/ca.pem' };
const operate = [join(root, 'deploy/rehearsal/host/operate.mjs'), archives, version, balancers, String(held)];
process.exitCode = failed > 0 ? 1 : (spawnSync('/usr/local/bin/node', operate, { stdio: 'inherit', env }).status ?? 1);
