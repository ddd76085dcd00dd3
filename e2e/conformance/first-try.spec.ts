import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { FIRST_TRY, firstTryPage, probeFirstTry } from './first-try.ts';

test('docs/first-try.md tells how far Express and jsonwebtoken are from the contract', async () => {
  expect(readFileSync(FIRST_TRY, 'utf8')).toBe(firstTryPage(await probeFirstTry()));
});
