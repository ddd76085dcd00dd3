import { describe, expect, test } from '@jest/globals';
import { setImmediate as soon } from 'node:timers/promises';
import { AttemptQueue } from '../src/throttle/attempt-queue.js';

/** Guesses at one account, whose counter answers when the test says so. */
class Guesses {
  readonly #underway = new AttemptQueue();
  readonly #answers: ((accepted: boolean) => void)[] = [];
  readonly outcomes: (boolean | undefined)[] = [];

  begin(): void {
    const index = this.outcomes.push(undefined) - 1;
    const decide = () => new Promise<boolean>((answer) => this.#answers.push(answer));
    void this.#underway
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
    this.#underway.leave('ada', which === 'right');
    await soon();
  }
}

async function begun(count: number): Promise<Guesses> {
  const guesses = new Guesses();
  for (let i = 0; i < count; i += 1) guesses.begin();
  await soon();
  return guesses;
}

describe('a guess beyond the limit', () => {
  test('is refused at once when no other is underway', async () => {
    const guesses = await begun(1);
    await guesses.counter(false);
    expect(guesses.outcomes).toEqual([false]);
  });

  test('waits for one that is compared, and passes if that one was right', async () => {
    const guesses = await begun(2);
    await guesses.counter(true, false);
    expect(guesses.outcomes).toEqual([true, undefined]);
    await guesses.end('right');
    await guesses.counter(true);
    expect(guesses.outcomes).toEqual([true, true]);
  });

  test('is refused when the one that is compared was wrong', async () => {
    const guesses = await begun(2);
    await guesses.counter(true, false);
    await guesses.end('wrong');
    expect(guesses.outcomes).toEqual([true, false]);
  });

  test('waits for one that was told to try again, although all that were compared were wrong', async () => {
    const guesses = await begun(4);
    await guesses.counter(true, true, false, false);
    await guesses.end('right');
    await guesses.end('wrong');
    expect(guesses.outcomes).toEqual([true, true, undefined, undefined]);
    await guesses.counter(true);
    await guesses.end('right');
    await guesses.counter(true);
    expect(guesses.outcomes).toEqual([true, true, true, true]);
  });

  test('is refused when the one that was told to try again is refused', async () => {
    const guesses = await begun(4);
    await guesses.counter(true, true, false, false);
    await guesses.end('right');
    await guesses.end('wrong');
    await guesses.counter(false);
    expect(guesses.outcomes).toEqual([true, true, false, false]);
  });

  test('asks again when room was made while it was counted', async () => {
    const guesses = await begun(2);
    await guesses.counter(true);
    await guesses.end('right');
    await guesses.counter(false, true);
    expect(guesses.outcomes).toEqual([true, true]);
  });
});
