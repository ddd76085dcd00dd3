import { expect, test } from '@playwright/test';
import type { Response, Target } from '../stack/request.ts';
import { sleep } from '../stack/clock.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { CookieJar } from '../stack/cookie-jar.ts';
import { register } from '../stack/test-user.ts';
import { claimsOf, generationOf, verdictOf } from '../stack/program.ts';
import { exactly, isFull, none, record, size } from './figures.ts';

let stack: Stack;

test.beforeAll(async () => {
  stack = await startStack({ env: isFull ? { bank: { TOKEN_TTL: '1' }, retirement: { TOKEN_TTL: '1' } } : {} });
  await register(stack, 'ada');
});

test.afterAll(() => stack?.stop());

test('four tabs of two sites whose token expires for all at once: one rotation a round, nobody is logged out', async () => {
  const rounds = size(200, 20);
  const jar = await CookieJar.logIn(stack, 'ada');
  const pages: Target[] = [stack.bank, stack.retirement].flatMap((page) => Array<Target>(4).fill(page));
  const refused: string[] = [];
  let loggedOut = 0;
  let rotations = 0;
  let roundsOff = 0;
  const note = (response: Response, where: string): void => {
    if (response.status === 200) return;
    refused.push(`${where}: ${verdictOf(response)}`);
    if (response.status === 401) loggedOut += 1;
  };
  for (let round = 1; round <= rounds; round += 1) {
    if (isFull) await expired(jar, pages);
    const before = generationOf(jar.refresh);
    const held = new Set<string>();
    // All eight have read the same cookie before the first answer comes.
    const answers = await Promise.all(
      pages.map(async (page) => {
        const response = await jar.renew(page);
        held.add(jar.refresh);
        return response;
      }),
    );
    answers.forEach((response) => note(response, `refresh in round ${round}`));
    const gone = generationOf(jar.refresh) - before;
    rotations += gone;
    if (gone !== 1 || held.size !== 1) roundsOff += 1;
    const reads = await Promise.all(pages.map((page) => jar.ask(page, page, { path: '/api/me' })));
    reads.forEach((response) => note(response, `read in round ${round}`));
  }
  expect(jar.cleared, 'no answer cleared a cookie').toEqual([]);
  record(
    [
      none('2 apps × 4 tabs, simultaneous expiry: logouts', loggedOut, `${rounds} rounds`),
      exactly('the same: rotations', rounds, rotations),
      none('the same: rounds with another number of rotations than 1', roundsOff, `${rounds} rounds`),
      none('the same: requests refused after the renewal', refused.length, `${rounds * 16}`),
    ],
    { refused: refused.slice(0, 20) },
  );
});

async function expired(jar: CookieJar, pages: Target[]): Promise<void> {
  const { exp } = claimsOf(jar.access) as { exp: number };
  await sleep(Math.max(0, exp * 1_000 - Date.now() + 50));
  const answers = await Promise.all(pages.map((page) => jar.ask(page, page, { path: '/api/me' })));
  expect(new Set(answers.map(verdictOf))).toEqual(new Set(['401 token_expired']));
}
