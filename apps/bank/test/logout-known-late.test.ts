import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { startBank, type Bank } from './bank.js';
import { readFeed, sessionMaker, sidsOf, until } from './feed-reader.js';

let bank: Bank;
let maker: Awaited<ReturnType<typeof sessionMaker>>;
beforeAll(async () => {
  bank = await startBank();
  maker = await sessionMaker(bank);
});
afterAll(() => bank?.close());

const isNamed = async (sid: string): Promise<boolean> => sidsOf(await readFeed(bank)).includes(sid);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** How often the bank learnt of ends of sessions, and how often within 2.5 s. */
async function learnt(): Promise<{ all: number; soon: number }> {
  const { text } = await bank.request.get('/metrics').expect(200);
  const figure = (name: string) =>
    Number(new RegExp(`^latchkey_logout_lag_seconds_${name} (\\d+)$`, 'm').exec(text)![1]);
  return { all: figure('count'), soon: figure('bucket\\{le="2.5"\\}') };
}

test('the bank tells how long it did not know of a logout, from the end of the session', async () => {
  const [soon, late] = await maker.open(2);
  expect(await learnt()).toEqual({ all: 0, soon: 0 });
  await maker.end([soon!]);
  await until(() => isNamed(soon!));
  expect(await learnt()).toEqual({ all: 1, soon: 1 });
  const runner = bank.app.get(Database).dataSource.createQueryRunner();
  await runner.startTransaction();
  await runner.query("UPDATE sessions SET ended_at = clock_timestamp(), end_reason = 'logout' WHERE id = $1", [late]);
  await pause(2_600);
  await runner.commitTransaction();
  await runner.release();
  await until(() => isNamed(late!));
  expect(await learnt()).toEqual({ all: 2, soon: 1 });
});
