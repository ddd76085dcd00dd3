import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApp, type AppUnderTest } from './support/app.js';
import { token } from '@latchkey/testing/tokens';

let stack: AppUnderTest;
beforeAll(async () => void (stack = await startApp()));
afterAll(() => stack?.app.close());

interface Visitor {
  readonly sub: string;
  readonly text: string;
}

function visitor(): Visitor {
  const sub = randomUUID();
  return { sub, text: token({ sub }) };
}

const visit = ({ text }: Visitor): Promise<string> => stack.ask({ headers: { authorization: `Bearer ${text}` } });

describe('a caller never gets the claims of another', () => {
  test('two callers alternating 10,000 times', async () => {
    const [one, two] = [visitor(), visitor()];
    let right = 0;
    for (let i = 0; i < 5_000; i++) {
      if ((await visit(one)) === `200 ${one.sub}`) right++;
      if ((await visit(two)) === `200 ${two.sub}`) right++;
    }
    expect(right).toBe(10_000);
  });

  test('500 callers who are all unknown, at once', async () => {
    const visitors = Array.from({ length: 500 }, visitor);
    expect(await Promise.all(visitors.map(visit))).toEqual(visitors.map(({ sub }) => `200 ${sub}`));
  });

  test('known and unknown, good and forged, at once', async () => {
    const known = Array.from({ length: 50 }, visitor);
    await Promise.all(known.map(visit));
    const asked = Array.from({ length: 1_000 }, (_, i) => (i % 3 === 0 ? known[i % 50]! : visitor()));
    const forged = (i: number): boolean => i % 7 === 0;
    const swapped = asked.map((one, i) =>
      forged(i) ? { ...one, text: one.text.replace(/[^.]+$/, known[0]!.text.split('.')[2]!) } : one,
    );
    const answers = await Promise.all(swapped.map(visit));
    const expected = asked.map(({ sub, text }, i) =>
      forged(i) && text !== known[0]!.text ? '401 token_invalid signature' : `200 ${sub}`,
    );
    expect(answers).toEqual(expected);
  });
});
