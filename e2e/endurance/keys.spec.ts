import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { startStack, type Stack } from '../stack/stack.ts';
import { keyFolder, keys, type KeyFolder } from '../stack/bank-commands.ts';
import { failuresOf, startLoad, type Tally } from '../stack/load.ts';
import { register } from '../stack/test-user.ts';
import { Program, verdictOf } from '../stack/program.ts';
import { exactly, FULL, none, record, size, type Figure } from './figures.ts';

const TTL = size(20, 12);
const OPS_TOKEN = randomBytes(32).toString('base64url');
let folder: KeyFolder;
let stack: Stack;

test.beforeAll(async () => {
  folder = keyFolder();
  expect(await keys(['init', '--folder', folder.path])).toMatchObject({ code: 0 });
  const env = { TOKEN_TTL: String(TTL), OPS_TOKEN };
  stack = await startStack({
    balanced: true,
    replicas: { bank: 2, retirement: 2 },
    env: { bank: env, retirement: env },
    keys: { bank: folder.bank, retirement: folder.retirement },
  });
  await register(stack, 'ada');
});

test.afterAll(async () => {
  await stack?.stop();
  folder?.remove();
});

interface RawResponse {
  done: boolean;
  words: string[];
  keys: { kid: string; alg: string; state: string }[];
}

/** One step of the command against the running stack; the words of an error are in the report of a failure. */
async function step(name: string, ...more: string[]): Promise<RawResponse> {
  const where = ['--folder', folder.path, '--registry', stack.registry];
  const at = [
    '--at',
    `bank=http://127.0.0.1:${stack.bank.port}`,
    '--at',
    `retirement=http://127.0.0.1:${stack.retirement.port}`,
  ];
  const times = ['--margin', '1'];
  const { code, output } = await keys([name, '--json', ...where, ...at, ...times, ...more], { OPS_TOKEN });
  expect(code, `${name}: ${output}`).toBe(0);
  return JSON.parse(output) as RawResponse;
}

async function rotateTo(alg: string): Promise<RawResponse> {
  await step('start', '--alg', alg);
  await step('check', '--wait', '60');
  await step('promote', '--wait', '60');
  return step('finish', '--wait', '120');
}

/** Does something while the stack is read, logged in to and renewed, with a session that goes through all of it. */
async function underLoad(
  work: () => Promise<RawResponse>,
): Promise<{ tally: Tally; answer: RawResponse; survivor: string }> {
  const load = await startLoad(stack, {
    username: 'ada',
    readers: 8,
    logins: 1,
    renewEvery: (TTL / 3) * 1_000,
    pause: 20,
  });
  const session = await Program.logIn(stack, 'ada');
  try {
    const answer = await work();
    await session.renew();
    const survivor = verdictOf(await session.ask(stack.retirement, { path: '/api/me' }));
    return { tally: await load.stop(), answer, survivor };
  } catch (error) {
    await load.stop();
    throw error;
  }
}

function figuresOf(label: string, tally: Tally): Figure[] {
  const asked = `${tally.reads} reads, ${tally.logins} logins, ${tally.refreshes} refreshes`;
  return [
    none(`${label}: requests failed`, failuresOf(tally), asked),
    none(`${label}: logouts`, tally.loggedOut, asked),
  ];
}

// Tokens are short-lived here: one that ran out between two renewals of a busy machine is no matter of keys.
function refusedFirst({ renewedAndServed }: Tally): number {
  const others = Object.entries(renewedAndServed).filter(([code]) => code !== 'token_expired');
  return others.reduce((sum, [, count]) => sum + count, 0);
}

for (const [from, to] of [
  ['HS256', 'ES256'],
  ['ES256', 'HS256'],
] as const) {
  test(
    `keys are rotated from ${from} to ${to} under load, and no request fails`,
    { tag: from === 'ES256' ? FULL : [] },
    async () => {
      const { tally, answer, survivor } = await underLoad(() => rotateTo(to));
      const label = `rotation ${from} → ${to} under load`;
      expect(answer.keys.filter(({ state }) => state === 'current').map(({ alg }) => alg)).toEqual([to]);
      expect(survivor, 'a session opened before').toBe('200');
      record([...figuresOf(label, tally), none(`${label}: reads refused before a renewal`, refusedFirst(tally))], {
        failures: tally.failures,
        renewedAndServed: tally.renewedAndServed,
        cameAgain: tally.cameAgain,
      });
    },
  );
}

test('a leaked key is withdrawn under load: each 401 is one renewal, and nobody is logged out', async () => {
  const leaked = await Program.logIn(stack, 'ada');
  const { tally, answer, survivor } = await underLoad(() => step('now', '--wait', '60'));
  const old = verdictOf(await leaked.ask(stack.retirement, { path: '/api/me' }));
  expect(survivor, 'a session opened before').toBe('200');
  record(
    [
      ...figuresOf('leaked key withdrawn under load', tally),
      exactly('the same: keys left', 1, answer.keys.length),
      { promise: 'the same: a token of the leaked key', bound: '401', measured: old, isKept: old.startsWith('401') },
    ],
    { failures: tally.failures, renewedAndServed: tally.renewedAndServed, cameAgain: tally.cameAgain },
  );
});
