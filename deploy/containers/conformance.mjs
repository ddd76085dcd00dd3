import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { PASSWORD, register } from '../../e2e/stack/test-user.ts';
import { node } from '../../scripts/command.mjs';
import { root } from '../../scripts/workspace.mjs';
import { lastLines } from './docker.mjs';

const SENSITIVE = 'PUT:/api/plan:{"retirementAge":67,"monthlyWishMinor":"200000"}';
const PASSWORDS =
  'POST:/api/password:{"currentPassword":"not this one","newPassword":"a walk to the other lighthouse"}';

/** The probes that every service of a deployment has to pass, with the deployment's own key and a login. */
export async function conform(run, deployment) {
  const { stack, folder } = deployment;
  const own = {
    bank: ['--write', PASSWORDS],
    retirement: ['--sensitive', SENSITIVE, '--export', '/api/export', '--role', 'adviser=GET:/api/clients/nobody/plan'],
  };
  for (const [id, service] of Object.entries(stack.services)) {
    const username = `probed-${randomBytes(4).toString('hex')}`;
    await register(stack, username);
    const login = ['--url', service.url, '--bank', stack.bank.url, '--username', username];
    const keys = ['--keys', join(folder, 'deploy/private/bank/keys.bank.json')];
    const ttl = deployment.settings.TOKEN_TTL ?? '900';
    const args = [...login, ...keys, '--token-ttl', ttl, '--patience', '20', ...(own[id] ?? [])];
    const program = join(root, 'packages/conformance/dist/main.js');
    const env = { LATCHKEY_PASSWORD: PASSWORD };
    const { code, output } = await node([program, ...args], { env, quiet: true, told: 'leader' });
    run.check(code === 0, `${id} passes the conformance probes`, lastLines(output, code === 0 ? 1 : 20).trim());
  }
}
