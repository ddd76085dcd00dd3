import { test } from '@playwright/test';
import { claimsOf } from '../../stack/program.js';
import type { Stack, StackPlan } from '../../stack/stack.js';
import { keyFolder, keys, type KeyFolder } from '../../stack/bank-commands.js';
import { ACCESS_COOKIE, cookiesForBank } from '../../stack/test-user.js';
import { codeOf } from '../../stack/request.js';
import { account, planWish, savePlan, seesPlan, tabAt } from '../sites.js';
import { expect, step } from '../harness/step.js';

// Short, so that the last token of the old key runs out while somebody looks.
const env = { TOKEN_TTL: '4' };
let folder: KeyFolder;
const folders: KeyFolder[] = [];

async function withKeys(): Promise<StackPlan> {
  folder = keyFolder();
  folders.push(folder);
  expect(await keys(['init', '--folder', folder.path])).toMatchObject({ code: 0 });
  return { env: { bank: env, retirement: env }, keys: { bank: folder.bank, retirement: folder.retirement } };
}

test.afterAll(() => folders.forEach((one) => one.remove()));

/** One step of the keys command against the running stack, in its own words. */
async function run(stack: Stack, name: string, ...more: string[]): Promise<string> {
  const where = ['--folder', folder.path, '--registry', stack.registry];
  const at = [stack.bank, stack.retirement].flatMap((front) => {
    const id = front === stack.bank ? 'bank' : 'retirement';
    return ['--at', `${id}=http://127.0.0.1:${front.port}`];
  });
  const { code, output } = await keys([name, ...where, ...at, '--margin', '1', ...more], {});
  expect(code, `${name}: ${output}`).toBe(0);
  return output.trim().split('\n')[0] ?? '';
}

const kidOf = (token: string): unknown =>
  (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid?: unknown }).kid;

step(
  'A key is rotated under a running session, and nobody is logged out',
  {
    expects:
      'Start, check, promote and finish: before and after each the plan is there; at the end tokens bear another key.',
    needs: ['keys'],
    stack: withKeys,
    look: 'apps/bank/src/commands/keys/key-rotation.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, observer } = person;
    for (const path of ['/api/me', '/api/plan', '/api/session/stream']) observer.tolerateProblem(401, path);
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    await planWish(page).fill('2468');
    const before = (await person.cookie(stack.bank, ACCESS_COOKIE)) ?? '';
    for (const [name, ...more] of [
      ['start'],
      ['check', '--wait', '40'],
      ['promote', '--wait', '40'],
      ['finish', '--wait', '60'],
    ]) {
      const words = await run(stack, name ?? '', ...more);
      qa.saw(`keys ${name}: ${words}`);
      await page.reload();
      await seesPlan(page);
    }
    await expect(planWish(page)).toHaveValue(/^2,?468$/);
    await savePlan(page);
    const after = (await person.cookie(stack.bank, ACCESS_COOKIE)) ?? '';
    expect(kidOf(after), 'signed with another key').not.toBe(kidOf(before));
    expect(claimsOf(after)['sid'], 'in the same session').toBe(claimsOf(before)['sid']);
    qa.token('Before the rotation', before);
    qa.token('After the rotation', after);
    qa.saw('The same session goes on with tokens of the new key; the plan was read at each step and saved at the end');
  },
);

step(
  'A leaked key is withdrawn at once, and nobody sees a login page',
  {
    expects: 'Tokens of the leaked key are refused at both; open pages renew behind the scenes and go on.',
    needs: ['keys'],
    stack: withKeys,
    look: 'apps/bank/src/commands/keys/key-withdrawal.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, observer } = person;
    for (const path of ['/api/me', '/api/plan', '/api/events', '/api/sessions', '/api/session/stream'])
      observer.tolerateProblem(401, path);
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    const bankTab = await tabAt(page, stack.bank.url);
    const leaked = (await person.cookie(stack.bank, ACCESS_COOKIE)) ?? '';
    const visited: string[] = [];
    for (const tab of [page, bankTab]) tab.on('framenavigated', (frame) => visited.push(new URL(frame.url()).pathname));
    qa.saw(`keys now: ${await run(stack, 'now', '--wait', '60')}`);
    for (const front of [stack.bank, stack.retirement]) {
      const response = await qa.ask(front, { path: '/api/me', headers: [cookiesForBank(leaked)] });
      expect([response.status, codeOf(response)]).toEqual([401, 'token_invalid']);
    }
    qa.saw('A token of the leaked key is answered with 401 token_invalid at both services');
    await savePlan(page);
    await Promise.all([page.reload(), bankTab.reload()]);
    await seesPlan(page);
    await expect(account(bankTab)).toBeVisible();
    expect(
      visited.filter((path) => path !== '/'),
      'no login page',
    ).toEqual([]);
    await qa.picture('Retirement goes on after the key was withdrawn', page);
    qa.saw('Both open pages went on: the plan was saved, both were read again, and no login page was seen');
  },
);
