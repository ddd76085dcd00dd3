import { expect, test } from '@playwright/test';
import { sleep } from '../stack/clock.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { startDatabaseServer, type DatabaseServer } from '../stack/database-server.ts';
import { register } from '../stack/test-user.ts';
import { generationOf, Program, refreshWith, verdictOf } from '../stack/program.ts';
import { exactly, none, record, size } from './figures.ts';

let database: DatabaseServer;
let stack: Stack;

test.beforeAll(async () => {
  database = await startDatabaseServer();
  // A machine may take longer to start a bank than an answer that was lost may be asked for again.
  stack = await startStack({ databases: database.urls, env: { bank: { REFRESH_GRACE: '300' } } });
  await register(stack, 'ada');
});

test.afterAll(async () => {
  await stack?.stop();
  await database?.remove();
});

/** A program that renews without pause and repeats what got no answer, as any program would. */
class Renewer {
  readonly session: Program;
  readonly spent: string[] = [];
  readonly kinds = new Map<string, number>();
  rotations = 0;

  constructor(session: Program) {
    this.session = session;
  }

  async once(): Promise<boolean> {
    const old = this.session.refresh;
    const response = await this.session
      .renew({ deadline: size(8_000, 30_000) })
      .catch((error: NodeJS.ErrnoException) => error);
    const kind = response instanceof Error ? `connection: ${response.code ?? response.name}` : verdictOf(response);
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
    if (kind !== '200') return false;
    if (generationOf(this.session.refresh) !== generationOf(old) + 1) this.kinds.set('a generation was skipped', 1);
    this.spent.push(old);
    this.rotations += 1;
    return true;
  }

  async until(isOver: () => boolean): Promise<void> {
    while (!isOver()) await sleep((await this.once()) ? 5 : 30);
  }
}

test('kill -9 of the bank and restarts of the database amid refreshes lose no session and accept no replay', async () => {
  const rounds = size(50, 4);
  const renewers: Renewer[] = [];
  for (let index = 0; index < 8; index += 1) renewers.push(new Renewer(await Program.logIn(stack, 'ada')));
  const [bank] = stack.bank.replicas;
  const lost: string[] = [];
  const healing: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    let isOver = false;
    const lanes = renewers.map((renewer) => renewer.until(() => isOver));
    await sleep(200 + Math.random() * 100);
    if (round % 2 === 0) {
      await bank?.kill9();
      await bank?.start();
    } else {
      await database.down(round % 4 === 1 ? 'kill' : 'stop');
      await sleep(200);
      await database.up();
    }
    const began = performance.now();
    isOver = true;
    await Promise.all(lanes);
    for (const [index, renewer] of renewers.entries()) {
      while (!(await renewer.once()) && performance.now() - began < size(8_000, 60_000)) await sleep(50);
      const read = await renewer.session.ask(stack.bank, { path: '/api/me' });
      if (read.status !== 200) lost.push(`session ${index} in round ${round}: ${verdictOf(read)}`);
    }
    healing.push(performance.now() - began);
  }
  const kinds = sum(renewers.map((renewer) => renewer.kinds));
  const not503 = Object.keys(kinds).filter((kind) => !/^(200|503 .*|connection: .*)$/.test(kind));
  const alive = await Promise.all(renewers.map((renewer) => renewer.session.renew()));
  lost.push(...alive.filter((response) => response.status !== 200).map(verdictOf));

  await sleep(1);
  const replays = await Promise.all(renewers.map((renewer) => refreshWith(stack.bank, renewer.spent.at(-3) ?? '')));
  const accepted = replays.filter((response) => response.status < 400).length;
  const rotations = renewers.reduce((total, renewer) => total + renewer.rotations, 0);
  expect(rotations, 'the rounds were not idle').toBeGreaterThan(rounds * 8);
  record(
    [
      none(
        `kill -9 of the bank, kill or restart of the database, ${rounds} rounds: sessions lost`,
        lost.length,
        `${renewers.length}`,
      ),
      none('the same: other answers than 200, 503 and none', not503.length),
      none('the same: replays accepted', accepted, `${replays.length}`),
      exactly(
        'the same: sessions that renew afterwards',
        renewers.length,
        alive.filter((one) => one.status === 200).length,
      ),
    ],
    { kinds, lost, not503, rotations, healing: healing.map(Math.round) },
  );
});

function sum(maps: Map<string, number>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const map of maps) for (const [kind, count] of map) total[kind] = (total[kind] ?? 0) + count;
  return total;
}
