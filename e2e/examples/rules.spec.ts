import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { RULES } from '@latchkey/conformance';
import { listExamples } from './example.ts';

// Where a probe fails it points there.
for (const { name, folder } of listExamples().filter(({ packages }) => packages === 'none')) {
  test(`each rule of the contract stands in one place of examples/${name}`, () => {
    const files = readdirSync(folder).filter((file) => /\.(py|go|php)$/.test(file));
    const code = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    const named = [...code.matchAll(/rule: ([a-z0-9-]+)/g)].map(([, rule = '']) => rule);
    expect(named.toSorted()).toEqual(Object.keys(RULES).toSorted());
  });
}
