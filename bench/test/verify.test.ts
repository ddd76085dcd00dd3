import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureVerify } from '../src/verify.ts';

const BUILT = new URL('../../packages/verifier/dist/index.js', import.meta.url).href;

void test('everyone verifies good tokens and refuses a forged one, and who remembers is measured again', async () => {
  const { timings } = await measureVerify(BUILT, { HS256: 1, ES256: 1 }, 10);
  const again = (algorithm: keyof typeof timings) =>
    timings[algorithm].filter((one) => one.again.length > 0).map(({ name }) => name);
  const remembering = ['Latchkey, a token', 'Latchkey, a request', 'fast-jwt with its cache'];
  const libraries = ['jose', 'jsonwebtoken (KeyObject)', 'fast-jwt'];
  for (const algorithm of ['HS256', 'ES256'] as const) {
    const names = timings[algorithm].map(({ name }) => name);
    const all = [...remembering, ...libraries, ...(algorithm === 'ES256' ? ['aws-jwt-verify'] : [])];
    assert.deepEqual(names.toSorted(), all.toSorted());
    assert.deepEqual(again(algorithm), remembering);
    for (const { first } of timings[algorithm]) assert.equal(first.length, 1);
  }
});
