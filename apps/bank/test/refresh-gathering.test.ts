import { describe, expect, test } from '@jest/globals';
import type { SessionAndUser, RefreshRepository, Rotation } from '../src/refresh/refresh.repository.js';
import { RotationsService } from '../src/refresh/rotations.service.js';

/** A database that answers when it is told to: each statement with the sids it took. */
class SlowRows {
  readonly statements: { sids: string[]; answer: (taken: string[]) => void; fail: (error: Error) => void }[] = [];

  rotateFree(rotations: readonly Rotation[]): Promise<(SessionAndUser | undefined)[]> {
    const sids = rotations.map(({ sid }) => sid);
    return new Promise((resolve, reject) => {
      const answer = (taken: string[]) =>
        resolve(sids.map((sid) => (taken.includes(sid) ? ({ userId: sid } as SessionAndUser) : undefined)));
      this.statements.push({ sids, answer, fail: reject });
    });
  }
}

function gathering() {
  const rows = new SlowRows();
  const config = { SESSION_IDLE: 1800 } as never;
  const rotations = new RotationsService(rows as unknown as RefreshRepository, config);
  const rotate = (sid: string) => rotations.rotateBatched({ sid } as Rotation).then((session) => session?.userId);
  return { rows, rotate };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const names = (count: number) => Array.from({ length: count }, (_, i) => `s${i}`);

describe('rotations', () => {
  test('go at once while few statements are under way, and those that come later go together', async () => {
    const { rows, rotate } = gathering();
    const all = ['a', 'b', 'c', 'd', 'e'].map(rotate);
    expect(rows.statements.map(({ sids }) => sids)).toEqual([['a'], ['b']]);
    rows.statements[1]!.answer(['b']);
    await settle();
    expect(rows.statements[2]!.sids).toEqual(['c', 'd', 'e']);
    rows.statements[2]!.answer(['c', 'e']);
    rows.statements[0]!.answer([]);
    expect(await Promise.all(all)).toEqual([undefined, 'b', 'c', undefined, 'e']);
  });

  test('are at most a hundred in a statement', async () => {
    const { rows, rotate } = gathering();
    void names(250).map(rotate);
    rows.statements[0]!.answer([]);
    rows.statements[1]!.answer([]);
    await settle();
    expect(rows.statements.map(({ sids }) => sids.length)).toEqual([1, 1, 100, 100]);
  });

  test('fail with their statement, and those behind it fail at once; the next one is tried', async () => {
    const { rows, rotate } = gathering();
    const all = names(5).map((name) => rotate(name).catch((error: Error) => error.message));
    rows.statements[0]!.fail(new Error('away'));
    await settle();
    expect(await Promise.all([all[0], all[2], all[3], all[4]])).toEqual(['away', 'away', 'away', 'away']);
    const next = rotate('next');
    rows.statements.at(-1)!.answer(['next']);
    expect(await next).toBe('next');
    rows.statements[1]!.answer(['s1']);
    expect(await all[1]).toBe('s1');
  });
});
