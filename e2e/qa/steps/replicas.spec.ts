import type { StackService } from '../../stack/stack.js';
import { bearer, logIn } from '../../stack/test-user.js';
import type { Qa } from '../harness/qa.js';
import { expect, step } from '../harness/step.js';

step(
  'Two banks and two retirements behind a balancer take the same token, each of them',
  {
    expects: 'Six calls a service are shared by its two processes and all are answered; a killed one changes nothing.',
    needs: ['kill'],
    stack: { balanced: true, replicas: { bank: 2, retirement: 2 } },
    look: 'packages/verifier/src/token/token-verifier.ts',
  },
  async ({ person, stack, qa }) => {
    const token = await logIn(stack, person.username, person.password);
    await untilServicesAreKnown(qa, stack.retirement, 2);
    for (const front of [stack.bank, stack.retirement]) {
      const before = front.balancer?.counts() ?? [];
      for (let turn = 0; turn < 6; turn += 1) expect(await me(qa, front, token)).toBe(200);
      const given = (front.balancer?.counts() ?? []).map((count, index) => count - (before[index] ?? 0));
      expect(Math.min(...given), 'calls of the process that got fewest').toBeGreaterThan(0);
    }
    qa.saw('Of six calls to each service both processes answered some, all with 200');
    await stack.retirement.replicas[0]?.kill9();
    for (let turn = 0; turn < 4; turn += 1) expect(await me(qa, stack.retirement, token)).toBe(200);
    qa.saw('With one of the two retirements killed, four more calls were answered with 200');
  },
);

step(
  'A login at the bank makes no request between the services, and none at the bank afterwards',
  {
    expects: 'Retirement verifies by itself: twenty calls with one token cause no request at the bank.',
    stack: { balanced: true },
    look: 'packages/auth/src/guard/auth.guard.ts',
  },
  async ({ person, stack, qa }) => {
    const token = await logIn(stack, person.username, person.password);
    await untilServicesAreKnown(qa, stack.retirement, 1);
    const before = stack.bank.balancer?.counts();
    for (let turn = 0; turn < 20; turn += 1) expect(await me(qa, stack.retirement, token)).toBe(200);
    expect(stack.bank.balancer?.counts(), 'requests that reached the bank').toEqual(before);
    qa.saw('Retirement answered twenty calls with 200; the bank got none meanwhile');
  },
);

step(
  'Retirement goes on while the bank is dead, and even starts while it is dead',
  {
    expects:
      'With a token at hand the plan is read and saved without a bank, before and after a restart of retirement.',
    needs: ['kill'],
    look: 'packages/auth/src/revocations/followed-revocations.ts',
  },
  async ({ person, stack, qa }) => {
    const [bank] = stack.bank.replicas;
    const [retirement] = stack.retirement.replicas;
    const token = await logIn(stack, person.username, person.password);
    await untilServicesAreKnown(qa, stack.retirement, 1);
    await bank?.kill9();
    expect(await me(qa, stack.retirement, token)).toBe(200);
    const plan = { retirementAge: 70, monthlyWishMinor: '210000' };
    const headers = [bearer(token)];
    const saved = await qa.ask(stack.retirement, { method: 'PUT', path: '/api/plan', headers, json: plan });
    expect(saved.status).toBe(200);
    qa.saw('The bank was killed: /api/me and saving the plan were answered with 200');
    await retirement?.kill9();
    await retirement?.start();
    expect(await me(qa, stack.retirement, token)).toBe(200);
    const again = await qa.ask(stack.retirement, { path: '/api/plan', headers });
    expect(JSON.parse(again.body)).toMatchObject(plan);
    expect((await qa.ask(stack.retirement, { path: '/api/services' })).status).toBe(200);
    qa.saw('Retirement was started without a bank: it knows the caller, the plan, and the list of services');
    await bank?.start();
    expect(await me(qa, stack.bank, token)).toBe(200);
    qa.saw('The bank was back and took the same token');
  },
);

// At its start each process asks the bank once for the list of services, by itself: that is not the login's doing.
async function untilServicesAreKnown(qa: Qa, retirement: StackService, replicas: number): Promise<void> {
  const knows = async (): Promise<boolean> =>
    (await qa.ask(retirement, { path: '/api/services' })).body.includes('"id":"retirement"');
  // One after the other, so that the round robin asks each process.
  const all = async (): Promise<boolean> => {
    for (let turn = 0; turn < replicas; turn += 1) if (!(await knows())) return false;
    return true;
  };
  await expect.poll(all).toBe(true);
}

async function me(qa: Qa, front: StackService, token: string): Promise<number> {
  return (await qa.ask(front, { path: '/api/me', headers: [bearer(token)] })).status;
}
