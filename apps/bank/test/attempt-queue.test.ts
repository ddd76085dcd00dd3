import { describe, expect, test } from '@jest/globals';
import { setImmediate as soon } from 'node:timers/promises';
import { AttemptQueue } from '../src/throttle/attempt-queue.js';

/** Attempts at one account, whose counter answers when the test says so. */
class Attempts {
  readonly #queue = new AttemptQueue();
  readonly #answers: ((accepted: boolean) => void)[] = [];
  readonly outcomes: (boolean | undefined)[] = [];

  begin(): void {
    const index = this.outcomes.push(undefined) - 1;
    const decide = () => new Promise<boolean>((answer) => this.#answers.push(answer));
    void this.#queue
      .admit('ada', async () => ({ accepted: await decide() }))
      .then(({ accepted }) => (this.outcomes[index] = accepted));
  }

  /** The counter's answers to those that wait for it, in their order. */
  async counter(...accepted: boolean[]): Promise<void> {
    for (const one of accepted) {
      this.#answers.shift()!(one);
      await soon();
    }
  }

  async end(which: 'right' | 'wrong'): Promise<void> {
    this.#queue.leave('ada', which === 'right');
    await soon();
  }
}

async function begun(count: number): Promise<Attempts> {
  const attempts = new Attempts();
  for (let i = 0; i < count; i += 1) attempts.begin();
  await soon();
  return attempts;
}

describe('an attempt beyond the limit', () => {
  test('is refused at once when no other is underway', async () => {
    const attempts = await begun(1);
    await attempts.counter(false);
    expect(attempts.outcomes).toEqual([false]);
  });

  test('waits for one that is compared, and passes if that one was right', async () => {
    const attempts = await begun(2);
    await attempts.counter(true, false);
    expect(attempts.outcomes).toEqual([true, undefined]);
    await attempts.end('right');
    await attempts.counter(true);
    expect(attempts.outcomes).toEqual([true, true]);
  });

  test('is refused when the one that is compared was wrong', async () => {
    const attempts = await begun(2);
    await attempts.counter(true, false);
    await attempts.end('wrong');
    expect(attempts.outcomes).toEqual([true, false]);
  });

  test('waits for one that was told to try again, although all that were compared were wrong', async () => {
    const attempts = await begun(4);
    await attempts.counter(true, true, false, false);
    await attempts.end('right');
    await attempts.end('wrong');
    expect(attempts.outcomes).toEqual([true, true, undefined, undefined]);
    await attempts.counter(true);
    await attempts.end('right');
    await attempts.counter(true);
    expect(attempts.outcomes).toEqual([true, true, true, true]);
  });

  test('is refused when the one that was told to try again is refused', async () => {
    const attempts = await begun(4);
    await attempts.counter(true, true, false, false);
    await attempts.end('right');
    await attempts.end('wrong');
    await attempts.counter(false);
    expect(attempts.outcomes).toEqual([true, true, false, false]);
  });

  test('asks again when room was made while it was counted', async () => {
    const attempts = await begun(2);
    await attempts.counter(true);
    await attempts.end('right');
    await attempts.counter(false, true);
    expect(attempts.outcomes).toEqual([true, true]);
  });
});
